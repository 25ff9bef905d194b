"""The bundled database server by hand: start, stop, or ask whether it runs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from unionwatch.embedded_postgres.base import DatabaseWrapper
from unionwatch.embedded_postgres.errors import EmbeddedPostgresError


class Command(BaseCommand):
    help = (
        "Start the bundled PostgreSQL and leave it running, stop it whoever uses it, or say whether it runs "
        "(exit status 3 if not). Needed for maintenance only: the site and each command start it by themselves."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("start", "stop", "status"))

    def handle(self, *, action: str, **options: Any) -> None:
        connection = connections["default"]
        if not isinstance(connection, DatabaseWrapper):
            raise CommandError("DATABASE_URL 指定了外部服务器，请在那里操作。 / DATABASE_URL names another server.")
        server = connection.server
        try:
            if action == "start":
                server.start_and_leave_running()
                self.stdout.write("数据库已启动")
            elif action == "stop":
                self.stdout.write("数据库已停止" if server.stop() else "数据库没有在运行")
            elif not server.is_running():
                self.stdout.write("数据库没有在运行")
                raise SystemExit(3)
            else:
                self.stdout.write("数据库正在运行")
        except EmbeddedPostgresError as error:
            raise CommandError(str(error)) from error
