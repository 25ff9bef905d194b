"""Who starts the bundled server, and who stops it.

- The first process that needs it starts it; later ones join.
- The last one to leave stops it. So a management command beside a running site
  never stops the site's database, a command run on its own leaves nothing behind,
  and after Ctrl-C the site's master process, last to end, takes the server down.
- Users are counted by locks that die with their process (`locks.py`): after `kill -9` no list is stale.
- A server that crashed (its pid file is still there) is started again by whoever needs it next.
  One that was shut down on purpose under a running process stays down for that process,
  until somebody starts it: `manage.py database start`.
"""

from __future__ import annotations

import atexit
import os
import pwd
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from .account import Account, data_home, find_account, reachable_programs
from .cluster import PORT, check_version, lay_out, write_identities
from .errors import EmbeddedPostgresError
from .locks import alone_if_free, exclusively, take_shared
from .postmaster import Postmaster, clear_leftovers, read_postmaster
from .programs import clean_environment

#: Seconds that a first connection waits, a crash recovery included; a later one answers "busy" sooner.
START_SECONDS = 120.0
JOIN_SECONDS = 1.5
STOP_SECONDS = 60.0
PID_FILE_SECONDS = 20.0
START_ATTEMPTS = 5
#: A Unix socket's path is limited to 107 bytes on Linux, 103 on macOS.
LONGEST_SOCKET_PATH = 100


class Server:
    """The server over the data in `folder/postgres`, as one process sees it."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.settings = dict(settings or {})
        self._users: int | None = None
        self._joined_before = False
        self._child: subprocess.Popen[bytes] | None = None
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.leave)

    # -- joining and leaving

    def join(self) -> Path:
        """Make sure that the server runs and count this process in. Returns the socket's folder.

        Raises EmbeddedPostgresError where it cannot be started, or not soon enough.
        """
        if self._users is None:
            self._make_folder()
            self._users = take_shared(self.folder / "postgres.users")
        patience = JOIN_SECONDS if self._joined_before else START_SECONDS
        for attempt in range(START_ATTEMPTS):
            postmaster = self._wait_until_ready(self._running() or self._start(), patience)
            if postmaster is not None:
                self._joined_before = True
                return postmaster.socket_folder
            time.sleep(0.1 * 2**attempt)
        raise self._did_not_start()

    def leave(self) -> None:
        """Count this process out; the last one out stops the server."""
        if self._users is None:
            return
        with _undisturbed():
            os.close(self._users)
            self._users = None
            if not self.folder.exists():  # deleted under us: the server sees that too, and ends
                return
            with alone_if_free(self.folder / "postgres.users") as last:
                if last:
                    self.stop()

    def stop(self) -> bool:
        """Stop the server, whoever uses it. Returns whether one ran. Waits for it to end."""
        with exclusively(self.folder / "postgres.lock"):
            postmaster = self._running()
            if postmaster is None:
                return False
            os.kill(postmaster.pid, signal.SIGINT)  # "fast": open transactions are rolled back
            self._wait_for_end(postmaster.pid)
        return True

    def start_and_leave_running(self) -> None:
        """Start the server for others: this process will not stop it."""
        self.join()
        if self._users is not None:
            os.close(self._users)
            self._users = None

    def is_running(self) -> bool:
        return self._running() is not None

    @property
    def home(self) -> Path:
        """The data folder itself."""
        return (self.folder / "postgres").resolve()

    # -- inside

    def _forget(self) -> None:
        """In a forked child: the parent's place among the users is not the child's."""
        if self._users is not None:
            os.close(self._users)
            self._users = None
        self._child = None

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"无法建立数据目录 {self.folder}：{error.strerror}。请用 UNIONWATCH_DATA_DIR 换一个能写的目录。"
                f" / Cannot make the data folder {self.folder}; set UNIONWATCH_DATA_DIR."
            ) from error

    def _running(self) -> Postmaster | None:
        if self._child is not None and self._child.poll() is not None:
            self._child = None
        try:
            postmaster = read_postmaster(self.home)
        except PermissionError as error:
            raise EmbeddedPostgresError(
                f"数据目录 {self.home} 属于另一个用户。请以它的主人运行。"
                f" / The data in {self.home} belong to another user; run as that user."
            ) from error
        return postmaster if postmaster and postmaster.is_alive(self.home) else None

    def _start(self) -> Postmaster | None:
        """Start the server; None where it ended at once, as behind a crash whose last processes still linger."""
        with exclusively(self.folder / "postgres.lock"):
            postmaster = self._running()
            if postmaster is not None:
                return postmaster
            if self._joined_before and not (self.home / "postmaster.pid").exists():
                raise EmbeddedPostgresError("数据库已被停下。 / The database was shut down.")
            account = find_account(self.folder / "postgres")
            home = data_home(self.folder, account)
            programs = reachable_programs(account)
            if not (home / "PG_VERSION").exists():
                lay_out(home, account, programs)
            check_version(home)
            write_identities(home, {account.name, pwd.getpwuid(0).pw_name})
            socket_folder = self._socket_folder(home, account)
            clear_leftovers(home, socket_folder)
            self._child = self._launch(home, account, programs, socket_folder)
            return self._wait_for_pid_file(home)

    def _launch(self, home: Path, account: Account, programs: Path, socket_folder: Path) -> subprocess.Popen[bytes]:
        settings = {"unix_socket_directories": '"' + str(socket_folder).replace('"', '""') + '"', **self.settings}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        (home / "log").mkdir(mode=0o700, exist_ok=True)
        account.own(home / "log")
        with (home / "log" / "start.log").open("wb") as log:
            account.own(home / "log" / "start.log")
            return subprocess.Popen(
                [str(programs / "postgres"), "-D", str(home), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=clean_environment(),
                start_new_session=True,  # a Ctrl-C at the terminal is the site's, not the database's
                **account.process_options,
            )

    def _socket_folder(self, home: Path, account: Account) -> Path:
        """The data folder, or a private short one where its path is too long for a socket."""
        if len(os.fsencode(home / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return home
        note = home / "socket-folder"
        if note.exists():
            folder = Path(note.read_text(encoding="utf8"))
            if folder.is_dir() and not folder.is_symlink():
                status = folder.stat()
                if status.st_uid == account.uid and status.st_mode & 0o077 == 0:
                    return folder
        folder = Path(tempfile.mkdtemp(prefix="unionwatch-", dir="/tmp"))
        account.own(folder)
        note.write_text(str(folder), encoding="utf8")
        return folder

    def _wait_for_pid_file(self, home: Path) -> Postmaster | None:
        for _ in _moments(PID_FILE_SECONDS):
            postmaster = read_postmaster(home)
            if postmaster is not None or self._child is None or self._child.poll() is not None:
                return postmaster
        return None

    def _wait_until_ready(self, postmaster: Postmaster | None, patience: float) -> Postmaster | None:
        """The postmaster once it takes connections; None if it ended. Raises where it takes longer than `patience`."""
        for _ in _moments(patience):
            if postmaster is None or postmaster.ready:
                return postmaster
            postmaster = self._running()
        raise EmbeddedPostgresError("数据库正在恢复，请稍候。 / The database is still recovering.")

    def _wait_for_end(self, pid: int) -> None:
        for _ in _moments(STOP_SECONDS):
            if self._child is not None and self._child.pid == pid:
                if self._child.poll() is not None:
                    return
            elif not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return
        raise EmbeddedPostgresError(
            f"数据库（进程 {pid}）{STOP_SECONDS:.0f} 秒内没有停下。 / The database did not stop in time."
        )

    def _did_not_start(self) -> EmbeddedPostgresError:
        logs = sorted((self.home / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)
        words = "".join(path.read_text(encoding="utf8", errors="replace")[-1000:] for path in logs[-2:])
        return EmbeddedPostgresError(
            f"数据库没有启动，详见 {self.home / 'log'}。 / The database did not start.\n{words}"
        )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back the signals that end a process: whoever was told to stop must still put the lights out."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _moments(seconds: float) -> Iterator[None]:
    """Points in time to look again, 10 ms to 200 ms apart, the last one after `seconds`."""
    deadline, pause = time.monotonic() + seconds, 0.01
    while True:
        yield
        if time.monotonic() > deadline:
            return
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)


_servers: dict[Path, Server] = {}


def server_for(folder: Path, settings: Mapping[str, str] | None = None) -> Server:
    """This process's one Server over `folder`."""
    folder = folder.absolute()
    if folder not in _servers:
        _servers[folder] = Server(folder, settings)
    return _servers[folder]
