"""`manage.py compile_parser`: the parser's sources as extension modules, half again as fast (`parser.native`)."""

from __future__ import annotations

import os
import shutil
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.parser.native import BUILDS, SOURCES, find_digest, list_sources


class Command(BaseCommand):
    help = "Compile the parser with mypyc: needs requirements-dev.txt, a C compiler and the headers of Python."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        build = BUILDS / find_digest()
        if build.is_dir():
            self.stdout.write(f"解析器已是编译版：{build.relative_to(settings.BASE_DIR)}")
            return
        self.stdout.write("编译解析器，约需两分钟 …")
        with TemporaryDirectory() as folder:
            made = _compile(Path(folder))
            # only what is whole is put where it is looked for, and what older sources left behind goes
            shutil.rmtree(BUILDS, ignore_errors=True)
            BUILDS.mkdir(parents=True)
            shutil.move(made, build)
        self.stdout.write(f"完成，下次启动时使用：{build.relative_to(settings.BASE_DIR)}")


def _compile(folder: Path) -> Path:
    """Compile a copy of the sources in `folder`; what has to lie in a build is returned as one folder in it.

    Raises CommandError where mypyc, the compiler or the headers of Python are missing.
    """
    try:
        from mypyc.build import mypycify
        from setuptools import Distribution
        from setuptools.errors import BaseError, CCompilerError
    except ImportError as error:
        raise CommandError(f"缺少 {error.name}，请先安装 requirements-dev.txt。") from error
    copy, made = folder / "articles" / "parser", folder / "made"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("__pycache__", "lexicon"))
    shutil.copy(SOURCES.parent / "__init__.py", copy.parent)
    shutil.copy(settings.BASE_DIR / "pyproject.toml", folder)
    with chdir(folder):
        names = [str(path.relative_to(folder)) for path in list_sources(copy)]
        extensions = mypycify(names, opt_level="3", debug_level="0", multi_file=True)
        command = Distribution({"name": "parser", "ext_modules": extensions}).get_command_obj("build_ext")
        command.build_lib, command.parallel = str(made), os.cpu_count()
        command.ensure_finalized()
        try:
            command.run()
        except (BaseError, CCompilerError, OSError) as error:
            raise CommandError(f"编译失败，解析器仍按源码运行：{error}") from error
    for path in copy.rglob("__init__.py"):
        if path.parent != copy:
            shutil.copy(path, made / path.relative_to(folder))
    return made
