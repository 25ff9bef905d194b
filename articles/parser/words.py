"""Word boundaries: a private jieba tokenizer, loaded at the first need.

jieba's module functions share one global tokenizer, log to stderr and write
their cache into the common temporary folder, where another account could have
put one first. Ours keeps its cache in a folder of its own that only this
account may read.
"""

from __future__ import annotations

import marshal
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import jieba


def _cache_folder() -> str | None:
    """A folder of mode 0700 that this account owns; None if there is none to be had."""
    path = os.path.join(tempfile.gettempdir(), f"unionwatch-words-{os.getuid()}")
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    owned = found.st_uid == os.getuid() and not found.st_mode & 0o077
    return path if owned and os.path.isdir(path) and os.access(path, os.W_OK) else None


@contextmanager
def _without_module(name: str) -> Iterator[None]:
    """Let `import name` fail in the block: jieba takes pkg_resources only to open a file, and it costs 0.2 s."""
    loaded = sys.modules.get(name)
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
        if loaded is not None:
            sys.modules[name] = loaded


def load_tokenizer() -> jieba.Tokenizer:
    """The tokenizer with jieba's own dictionary; about a fifth of a second at the first call, then at once.

    Threads of a server that ask at the same instant wait for one of them to load it.
    """
    with _LOADING:
        return _load_once()


_LOADING: Final = Lock()


@lru_cache(maxsize=1)
def _load_once() -> jieba.Tokenizer:
    with warnings.catch_warnings(), _without_module("pkg_resources"):
        warnings.simplefilter("ignore")
        import jieba

    import logging

    logging.getLogger("jieba").setLevel(logging.WARNING)
    tokenizer: Any = jieba.Tokenizer()
    tokenizer.tmp_dir = _cache_folder() or tempfile.mkdtemp(prefix="unionwatch-words-")
    words = _read_cache(tokenizer.tmp_dir)
    if words:
        tokenizer.FREQ, tokenizer.total = words
        tokenizer.initialized = True
    else:
        tokenizer.initialize()
    return tokenizer


def _read_cache(folder: str) -> tuple[dict[str, int], int] | None:
    """jieba's cache, read at once: jieba itself goes back to the file for each of half a million words.

    None where there is none yet, or none that can be read: jieba then makes it anew.
    """
    try:
        counts, total = marshal.loads(Path(folder, "jieba.cache").read_bytes())
    except (OSError, EOFError, ValueError, TypeError):
        return None
    return (counts, total) if isinstance(counts, dict) and isinstance(total, int) else None


def cut_words(text: str) -> list[str]:
    """The words of `text` in order; joined they give `text` again.

    >>> cut_words("成立工会组织")
    ['成立', '工会', '组织']
    """
    return [] if not text else list(load_tokenizer().lcut(text, HMM=False))
