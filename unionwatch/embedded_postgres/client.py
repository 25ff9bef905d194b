"""`manage.py dbshell` with the psql that ships beside the server."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.postgresql import client

from .programs import wheel_programs


class DatabaseClient(client.DatabaseClient):
    executable_name = "psql"

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, object], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        arguments, environment = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [str(wheel_programs() / "psql"), *arguments[1:]], environment

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.ensure_connection()
        super().runshell(parameters)
