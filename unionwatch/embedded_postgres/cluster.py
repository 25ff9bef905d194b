"""Laying out a new data folder: made beside its place, complete with database and role, then moved there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from .account import Account
from .errors import EmbeddedPostgresError
from .programs import MAJOR, clean_environment

#: The site's role: owner of the database, no superuser. It may create databases, for the tests.
ROLE = "unionwatch"
DATABASE = "unionwatch"
PORT = 5432

INITDB = (
    "--username=postgres",
    "--auth-local=peer",
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
)

#: Appended to postgresql.conf. A reported commit survives a power cut only with the first three on.
CONFIGURATION = f"""
fsync = on
synchronous_commit = on
full_page_writes = on
listen_addresses = ''
port = {PORT}
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 128MB
work_mem = 16MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
checkpoint_completion_target = 0.9
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_file_mode = 0600
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
"""

#: The kernel says who is at the other end of the socket; nobody else's word is taken, and no TCP.
ACCESS = "local all all peer map=site\n"

CREATE = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n"


def check_version(home: Path) -> None:
    """Raises EmbeddedPostgresError for data of another major version than the programs'."""
    found = (home / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != str(MAJOR):
        raise EmbeddedPostgresError(
            f"{home} 里的数据是 PostgreSQL {found} 的，本程序带的是 {MAJOR}。请先用旧版程序备份，再用新版恢复。"
            f" / The data in {home} are PostgreSQL {found}'s; dump with the old release, restore with this one."
        )


def lay_out(home: Path, account: Account, programs: Path) -> None:
    """Make a cluster in `home`, which must not hold one. Interrupted at any point, it can be called again.

    Text sorts and compares by code point (the built-in C.UTF-8), the same on every machine.
    """
    fresh = home.with_name(home.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    account.own(fresh)
    _run(account, programs / "initdb", "-D", str(fresh), *INITDB)
    _append(fresh / "postgresql.conf", CONFIGURATION)
    (fresh / "pg_hba.conf").write_text(ACCESS, encoding="ascii")
    _run(
        account,
        programs / "postgres",
        "--single",
        "-D",
        str(fresh),
        "-j",
        "postgres",
        words=CREATE.replace("\n", "\n\n"),
    )
    fresh.rename(home)


def write_identities(home: Path, names: set[str]) -> None:
    """Say which system accounts may come in: as the site's role, and as superuser for maintenance."""
    lines = [f'site "{name}" {role}\n' for name in sorted(names) for role in (ROLE, "postgres")]
    path = home / "pg_ident.conf"
    if path.read_text(encoding="utf8") != "".join(lines):
        path.write_text("".join(lines), encoding="utf8")


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf8") as file:
        file.write(text)


def _run(account: Account, program: Path, *arguments: str, words: str = "") -> None:
    done = subprocess.run(
        [str(program), *arguments],
        input=words,
        capture_output=True,
        text=True,
        env=clean_environment(),
        **account.process_options,
    )
    if done.returncode or "ERROR:" in done.stderr or "FATAL:" in done.stderr:
        raise EmbeddedPostgresError(
            f"建立数据库失败（{program.name}）。 / Laying out the database failed: {done.stderr.strip()[-2000:]}"
        )
