"""Values from the environment, typed; a bad one stops the start with a sentence that names it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}

#: What `?name=value` in DATABASE_URL may hold: libpq's connection words that a deployment needs.
DATABASE_OPTIONS = {
    "sslmode", "sslrootcert", "sslcert", "sslkey", "application_name", "target_session_attrs", "gssencmode",
    "channel_binding", "passfile",
}  # fmt: skip


def envstr(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def envbool(name: str, default: bool) -> bool:
    """1/true/yes/on or 0/false/no/off. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word not in YES | NO:
        raise ImproperlyConfigured(f"{name}={value!r}：请写 1 或 0。 / {name} must be 1 or 0.")
    return word in YES


def envint(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if value is None or not value.strip():
        return default
    try:
        number = int(value)
    except ValueError:
        number = least - 1
    if number < least:
        raise ImproperlyConfigured(
            f"{name}={value!r}：请写不小于 {least} 的整数。 / {name} must be a whole number, {least} or more."
        )
    return number


def envlist(name: str, default: Sequence[str] = ()) -> list[str]:
    """Words separated by commas, outer blanks dropped."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]


def envchoice(name: str, choices: Sequence[str]) -> str:
    """One of `choices`; the first is the default."""
    value = envstr(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(
            f"{name}={value!r}：只能是 {'、'.join(choices)}。 / {name} must be one of {', '.join(choices)}."
        )
    return value


def parse_database_url(url: str) -> dict[str, object]:
    """Django's settings for `postgres://user:password@host:port/name`, also `postgres://user@/name?host=/socket/folder`.

    Raises ImproperlyConfigured, without repeating the password, for another scheme, a
    missing name, a bad port or an unknown option.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise _bad_url("应以 postgres:// 开头", "must start with postgres://")
    try:
        port = parts.port
    except ValueError:
        raise _bad_url("端口不是数字", "the port is no number") from None
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    port_text = options.pop("port", "") or (str(port) if port else "")
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise _bad_url("缺少数据库名", "the database's name is missing")
    if unknown := options.keys() - DATABASE_OPTIONS:
        raise _bad_url(f"不认识的选项 {'、'.join(sorted(unknown))}", f"unknown options: {', '.join(sorted(unknown))}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port_text,
        "OPTIONS": options,
    }


def _bad_url(chinese: str, english: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"DATABASE_URL {chinese}。 / DATABASE_URL: {english}.")


def kept_secret(path: Path) -> str:
    """The secret in the file `path`, made once, readable by its owner only."""
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    except PermissionError as error:
        raise ImproperlyConfigured(
            f"读不了 {path}：数据目录属于另一个用户，请以它的主人运行。 / {path} belongs to another user."
        ) from error
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(fresh, path)  # atomic, and the first of two processes wins
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text(encoding="ascii")
