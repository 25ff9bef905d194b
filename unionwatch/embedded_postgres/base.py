"""The database backend: Django's own for PostgreSQL, over a server that this process has joined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.base import Database

from .client import DatabaseClient
from .cluster import PORT
from .errors import EmbeddedPostgresError
from .server import Server, server_for


class DatabaseWrapper(base.DatabaseWrapper):
    """`FOLDER` in the database's settings says where the data lie, `SERVER_SETTINGS` what to start it with."""

    client_class = DatabaseClient

    @property
    def server(self) -> Server:
        return server_for(Path(self.settings_dict["FOLDER"]), self.settings_dict.get("SERVER_SETTINGS"))

    def join_server(self) -> None:
        """Start or join the server and point the settings at it. Raises OperationalError if it is not to be had."""
        try:
            self.settings_dict["HOST"] = str(self.server.join())
        except EmbeddedPostgresError as error:
            raise Database.OperationalError(str(error)) from error
        self.settings_dict["PORT"] = str(PORT)

    def leave_server(self) -> None:
        """Count this process out now, not at its end."""
        self.server.leave()

    def get_connection_params(self) -> dict[str, Any]:
        self.join_server()
        return super().get_connection_params()
