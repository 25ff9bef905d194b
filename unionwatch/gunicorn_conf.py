"""gunicorn's settings: `gunicorn -c python:unionwatch.gunicorn_conf unionwatch.wsgi`.

The application is loaded once, before the workers are forked, so that they
share the dictionary's memory. The master process joins the bundled database first and
leaves it last.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from unionwatch.environment import envint, envstr

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

bind = envstr("UNIONWATCH_BIND") or f"127.0.0.1:{envint('PORT', 8000, least=1)}"
workers = envint("UNIONWATCH_WORKERS", 2, least=1)
worker_class = "gthread"
threads = envint("UNIONWATCH_THREADS", 4, least=1)
preload_app = True
timeout = 60
graceful_timeout = 30
keepalive = 5
limit_request_line = 8190
control_socket_disable = True
loglevel = envstr("UNIONWATCH_LOG_LEVEL", "warning").lower()
if Path("/dev/shm").is_dir():
    worker_tmp_dir = "/dev/shm"

#: Held back by `manage.py serve` until somebody here can answer them.
STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM}


def on_starting(server: Arbiter) -> None:
    """Join the database, refuse one that could lose confirmed records, and read the dictionary, all before the fork."""
    from django.conf import settings
    from django.db import InterfaceError, OperationalError, connections

    from articles.parser.words import cut_words
    from unionwatch.health import durability, weak_points

    try:
        weak = weak_points(durability())
    except (OperationalError, InterfaceError) as error:
        server.log.critical("数据库连不上，站点没有启动。 / The database cannot be reached: %s", error)
        sys.exit(3)
    finally:
        connections.close_all()
    if weak and settings.PRODUCTION:
        server.log.critical(
            "数据库的 %s 是关闭的，断电会丢数据，站点没有启动。 / Not durable, not started.", "、".join(weak)
        )
        sys.exit(3)
    cut_words("预热词典")


def when_ready(server: Arbiter) -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    places = "，".join(f"http://{address}/" if ":" in address else address for address in server.cfg.bind)
    print(f"站点已启动：{places}（按 Ctrl-C 停止）", flush=True)


def worker_exit(server: Arbiter, worker: Worker) -> None:
    """A worker that ends leaves the database undisturbed by a second signal on its way out."""
    for number in (*STOP_SIGNALS, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    _leave_database()


def on_exit(server: Arbiter) -> None:
    """The last of the site's processes leaves the database: nobody else there, it stops."""
    _leave_database()
    print("站点已停止", flush=True)


def _leave_database() -> None:
    from django.db import connection, connections

    connections.close_all()
    leave = getattr(connection, "leave_server", None)
    if leave is not None:
        leave()
