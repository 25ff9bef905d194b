"""Everything a new site needs, in stages that can all be run again; with --serve, the site itself."""

from __future__ import annotations

import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import InterfaceError, OperationalError, connection

from articles.accounts import create_first_accounts
from articles.models import Bulletin
from articles.seeding import seed_lexicon, seed_source
from unionwatch.environment import envint, envstr
from unionwatch.static_files import collect_if_changed


class Command(BaseCommand):
    help = "Make the database, its tables, places, indicators, programs, accounts and samples; keep what is there."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--serve", action="store_true", help="then serve the site until Ctrl-C")
        parser.add_argument("--no-samples", action="store_true", help="leave the sample bulletins out")

    def handle(self, *, serve: bool, no_samples: bool, **options: Any) -> None:
        answer_stop_signals()
        if serve:
            check_port()
        with self.stage("数据库"):
            self.note = connect()
        with self.stage("表结构"):
            self.note = migrate()
        with self.stage("地区、指标、项目"):
            self.note = seed()
        with self.stage("账户"):
            passwords = make_accounts()
            self.note = f"新建 {len(passwords)} 个" if passwords else "已有"
        self.tell_passwords(passwords)
        with self.stage("示例版面"):
            self.note = "不装" if no_samples else load_samples()
        with self.stage("静态文件"):
            self.note = "已更新" if collect_if_changed() else "没有变化"
        if serve:
            call_command("serve")

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """One line of progress: the name before the work, what came of it and the seconds after it."""
        self.note = ""
        self.stdout.write(f"· {name} …", ending=" ")
        self.stdout.flush()
        start = time.monotonic()
        yield
        self.stdout.write(f"{self.note}（{time.monotonic() - start:.1f} 秒）")

    def tell_passwords(self, passwords: dict[str, str]) -> None:
        """Random passwords are shown this once and kept nowhere; a given one is not repeated."""
        if not passwords or envstr("UNIONWATCH_ACCOUNT_PASSWORD"):
            return
        self.stdout.write("\n账户和密码，只显示这一次，请记下（可用 manage.py changepassword 名称 重设）：")
        for name, password in passwords.items():
            self.stdout.write(f"    {name:<10}{password}")
        self.stdout.write("")


def answer_stop_signals() -> None:
    """End by unwinding, so that a database this process started is stopped.

    A shell starts background jobs with SIGINT ignored, and SIGTERM would end Python on the spot.
    """
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)


def _stop(number: int, frame: object) -> None:
    sys.exit(128 + number)


def check_port() -> None:
    """Say at once that another program has the port, before minutes of work."""
    if envstr("UNIONWATCH_BIND"):
        return
    port = envint("PORT", 8000, least=1)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"端口 {port} 用不了（{error.strerror}）。换一个：PORT=8001 make run"
                f" / Port {port} cannot be used; try PORT=8001 make run."
            ) from error


def connect() -> str:
    try:
        connection.ensure_connection()
    except (OperationalError, InterfaceError) as error:
        raise CommandError(f"数据库连不上。 / The database cannot be reached.\n{error}") from error
    major, minor = connection.get_database_version()
    where = "DATABASE_URL" if settings.DATABASE_URL else settings.DATA_DIR / "postgres"
    return f"PostgreSQL {major}.{minor}，{where}"


def migrate() -> str:
    words = StringIO()
    call_command("migrate", interactive=False, verbosity=1, stdout=words)
    count = words.getvalue().count("... OK") + words.getvalue().count("... FAKED")
    return f"执行 {count} 个迁移" if count else "已是最新"


def seed() -> str:
    seed_source()
    count = sum(seed_lexicon().counts().values())
    call_command("reindex", stale=True, stdout=StringIO())
    return f"新增 {count} 条" if count else "已有"


def make_accounts() -> dict[str, str]:
    """The first accounts, with $UNIONWATCH_ACCOUNT_PASSWORD if it is set.

    A weak one is refused in production; elsewhere a script has its way.
    """
    password = envstr("UNIONWATCH_ACCOUNT_PASSWORD")
    if password and settings.PRODUCTION:
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError("UNIONWATCH_ACCOUNT_PASSWORD：" + " ".join(error.messages)) from error
    return create_first_accounts(password)


def load_samples() -> str:
    before = Bulletin.objects.filter(is_sample=True).count()
    call_command("load_samples", verbosity=0, stdout=StringIO())
    after = Bulletin.objects.filter(is_sample=True).count()
    return f"新增 {after - before} 版" if after > before else f"已有 {after} 版"
