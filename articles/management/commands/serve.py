"""Serve the site with gunicorn: this process becomes its master."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from unionwatch.gunicorn_conf import STOP_SIGNALS


class Command(BaseCommand):
    help = "Serve the site with gunicorn on 127.0.0.1:$PORT (8000) until Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
        # A stop asked for while gunicorn is loading is answered as soon as it can be: see gunicorn_conf.when_ready.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        arguments = [sys.executable, "-m", "gunicorn", "-c", "python:unionwatch.gunicorn_conf", "unionwatch.wsgi"]
        os.execv(sys.executable, arguments)
