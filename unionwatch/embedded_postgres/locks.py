"""Two file locks beside the data: who uses the server, and who starts or stops it just now.

The kernel drops a lock with the process that held it, however it died, so
nothing here is ever left behind. Every user holds `users` shared; whoever leaves
and then gets it exclusively was the last one. A forked child drops what
it inherited and takes its own.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def open_lock(path: Path) -> int:
    """A descriptor of the lock file `path`, made if need be, that no child program inherits."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def take_shared(path: Path) -> int:
    """Hold `path` shared, waiting for an exclusive holder to end. Close the descriptor to let go."""
    descriptor = open_lock(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


@contextmanager
def exclusively(path: Path) -> Iterator[None]:
    """Hold `path` alone, waiting for others."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def alone_if_free(path: Path) -> Iterator[bool]:
    """Hold `path` alone if nobody holds it at this moment; yields whether that was so."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        free = True
    except BlockingIOError:
        free = False
    try:
        yield free
    finally:
        os.close(descriptor)
