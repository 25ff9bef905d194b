"""Collected static files, made anew only when a source changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django import VERSION
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".collected"


def collect_if_changed() -> bool:
    """Collect, hash and compress the static files unless the last run saw the same sources. Returns whether it did."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    state = _state_of_sources()
    if stamp.exists() and stamp.read_text(encoding="ascii") == state:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state, encoding="ascii")
    return True


def _state_of_sources() -> str:
    """A digest of every source's path, size and time of change, and of what collects them."""
    digest = hashlib.sha256(repr((VERSION, settings.STORAGES["staticfiles"])).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
