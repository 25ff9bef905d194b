"""A compiled build of these very sources, if one has been made; they are what runs otherwise.

`manage.py compile_parser` writes extension modules to `build/parser/<digest>`, and the digest is that of the sources
and of the Python they were built with. So a build is used only by the code that it was made from: an edit, an update
or another Python goes back to the sources by itself, and never to something stale.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

#: This package as it is written; a compiled module lies elsewhere, the lexicon does not.
SOURCES = Path(__file__).resolve().parent
BUILDS = SOURCES.parents[1] / "build" / "parser"
#: These decide what runs, and are never compiled.
UNCOMPILED = frozenset(("__init__.py", "__main__.py", "native.py"))
#: "source" in the environment forbids a build, "compiled" demands one; otherwise one is used if it is there.
SWITCH = "UNIONWATCH_PARSER"


def list_sources(package: Path = SOURCES) -> list[Path]:
    """The package's modules that are compiled, in order; the rest is in UNCOMPILED."""
    return sorted(path for path in package.rglob("*.py") if path.name not in UNCOMPILED)


def find_digest(package: Path = SOURCES) -> str:
    """What tells this state of the sources, for this Python, from every other: 20 hexadecimal digits."""
    digest = sha256(EXTENSION_SUFFIXES[0].encode())
    for path in list_sources(package):
        digest.update(b"\0" + path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


def find_build(package: Path = SOURCES, builds: Path = BUILDS) -> Path | None:
    """The folder of the build made from these sources, None if there is none or it is not wanted.

    Raises ImportError if the environment demands a build and there is none.
    """
    wanted = os.environ.get(SWITCH)
    if wanted != "source" and builds.is_dir():
        build = builds / find_digest(package)
        if build.is_dir():
            return build
    if wanted == "compiled":
        raise ImportError(f"{SWITCH}=compiled, but no build fits these sources: make compiled")
    return None


def open_build(path: list[str]) -> Iterator[str]:
    """The search path of the package: its build before its sources `path`, and where the build's own library lies."""
    build = find_build()
    if build is not None:
        # all modules share one library, which is looked for by name
        sys.path.append(str(build))
        yield str(build / "articles" / "parser")
    yield from path
