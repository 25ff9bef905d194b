"""The running server as its pid file and the process table tell it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Postmaster:
    """One entry of `postmaster.pid`: process, socket folder, and whether connections are taken."""

    pid: int
    socket_folder: Path
    ready: bool

    def is_alive(self, home: Path) -> bool:
        """Whether that process is a PostgreSQL working in `home`: a pid may have gone to another program since."""
        try:
            process = psutil.Process(self.pid)
            if process.status() == psutil.STATUS_ZOMBIE or process.name() != "postgres":
                return False
            return Path(process.cwd()) == home
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:
            return True


def read_postmaster(home: Path) -> Postmaster | None:
    """What `home/postmaster.pid` says, None where there is none or it is being written.

    Its lines: pid, data folder, start time, port, socket folder, address, shared memory, status.
    """
    try:
        lines = (home / "postmaster.pid").read_text(encoding="utf8").splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 5 or not lines[0].strip().isdigit():
        return None
    ready = len(lines) > 7 and lines[7].strip() == "ready"
    return Postmaster(int(lines[0]), Path(lines[4]), ready)


def clear_leftovers(home: Path, socket_folder: Path) -> None:
    """Remove pid file, socket and socket lock of a server that is gone, which only its caller can know.

    PostgreSQL looks whether the pid they name exists. Where it went to another
    program of the same account, or stays as a zombie, it would refuse to start until
    somebody removed them by hand.
    """
    for path in (home / "postmaster.pid", *socket_folder.glob(".s.PGSQL.*")):
        path.unlink(missing_ok=True)
