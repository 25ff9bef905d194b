"""A synthetic archive, for measuring alone: invented reports in plausible numbers, marked 示例.

`compose` invents rows from a seed, `copying` brings them into the database.
"""
