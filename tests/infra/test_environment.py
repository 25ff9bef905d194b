"""Values from the environment, and what the settings make of them."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from unionwatch.environment import envbool, envchoice, envint, envlist, kept_secret, parse_database_url

ROOT = Path(__file__).resolve().parents[2]
KEY = "k3-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2


def start(tmp_path: Path, expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process with just this environment and print an expression over them."""
    return subprocess.run(
        [sys.executable, "-c", f"from unionwatch import settings as s; print(repr(({expression})))"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "UNIONWATCH_DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(("word", "value"), [("1", True), ("on", True), ("TRUE", True), ("0", False), ("", False)])
def test_envbool(monkeypatch: pytest.MonkeyPatch, word: str, value: bool) -> None:
    monkeypatch.setenv("X", word)
    assert envbool("X", not value) is value


@pytest.mark.parametrize("word", ["maybe", "是", "2"])
def test_envbool_names_a_bad_value(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("X", word)
    with pytest.raises(ImproperlyConfigured, match="X="):
        envbool("X", False)


@pytest.mark.parametrize("word", ["many", "-1", "1.5", "²"])
def test_envint_names_a_bad_value(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("X", word)
    with pytest.raises(ImproperlyConfigured, match="X="):
        envint("X", 5)


def test_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", " a.cn, b.cn ,,")
    assert envlist("X") == ["a.cn", "b.cn"]
    assert envint("NOT_SET", 5) == 5
    with pytest.raises(ImproperlyConfigured, match="local、production"):
        envchoice("X", ("local", "production"))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://u:p@db.example:5433/uw", ("uw", "u", "p", "db.example", "5433", {})),
        ("postgresql://u@db/uw?sslmode=require", ("uw", "u", "", "db", "", {"sslmode": "require"})),
        ("postgres://u@/uw?host=/run/postgresql", ("uw", "u", "", "/run/postgresql", "", {})),
        ("postgres://u@%2Frun%2Fpg/uw", ("uw", "u", "", "/run/pg", "", {})),
        ("postgres://u%40x:p%2F%3A@h/%E5%BA%93", ("库", "u@x", "p/:", "h", "", {})),
        ("postgres:///uw", ("uw", "", "", "", "", {})),
    ],
)
def test_database_url(url: str, expected: tuple[object, ...]) -> None:
    values = parse_database_url(url)
    assert tuple(values[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")) == expected


@pytest.mark.parametrize(
    "url", ["mysql://u:secret@h/d", "postgres://u:secret@h", "postgres://u:secret@h:x/d", "postgres://u:secret@h/d?k=v"]
)
def test_a_bad_database_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        parse_database_url(url)
    assert "DATABASE_URL" in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret_key"
    first = kept_secret(path)
    assert len(first) >= 50
    assert kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["secret_key"]


def test_an_empty_environment_is_safe(tmp_path: Path) -> None:
    done = start(tmp_path, "s.DEBUG, '*' in s.ALLOWED_HOSTS, s.DATABASES['default']['ENGINE'], len(s.SECRET_KEY) >= 50")
    assert done.stdout.strip() == "(False, False, 'unionwatch.embedded_postgres', True)"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, ["UNIONWATCH_SECRET_KEY", "UNIONWATCH_HOSTS"]),
        ({"UNIONWATCH_SECRET_KEY": KEY}, ["UNIONWATCH_HOSTS"]),
        ({"UNIONWATCH_HOSTS": "a.cn"}, ["UNIONWATCH_SECRET_KEY"]),
        ({"UNIONWATCH_HOSTS": "a.cn", "UNIONWATCH_SECRET_KEY": "short"}, ["UNIONWATCH_SECRET_KEY"]),
        ({"UNIONWATCH_HOSTS": "*", "UNIONWATCH_SECRET_KEY": KEY}, ["UNIONWATCH_HOSTS"]),
        ({"UNIONWATCH_HOSTS": "a.cn", "UNIONWATCH_SECRET_KEY": KEY, "UNIONWATCH_DEBUG": "1"}, ["UNIONWATCH_DEBUG"]),
    ],
)
def test_production_refuses_to_start_and_says_what_is_missing(
    tmp_path: Path, environment: dict[str, str], named: list[str]
) -> None:
    done = start(tmp_path, "1", UNIONWATCH_ENV="production", **environment)
    assert done.returncode != 0
    sentence = done.stderr.strip().splitlines()[-1]
    assert all(name in sentence for name in named)
    assert not list(tmp_path.iterdir())


def test_production_sets_secure_cookies_and_hsts(tmp_path: Path) -> None:
    done = start(
        tmp_path,
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_NAME, s.SECURE_HSTS_SECONDS, s.DEBUG",
        UNIONWATCH_ENV="production",
        UNIONWATCH_HOSTS="watch.example.cn",
        UNIONWATCH_SECRET_KEY=KEY,
    )
    assert done.stdout.strip() == "(True, True, '__Host-session', 31536000, False)"


def test_check_deploy_is_clean_in_production() -> None:
    folder = tempfile.mkdtemp(prefix="unionwatch-test-")
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "UNIONWATCH_ENV": "production",
            "UNIONWATCH_HOSTS": "watch.example.cn",
            "UNIONWATCH_SECRET_KEY": KEY,
            "UNIONWATCH_DATA_DIR": folder,
        },
        capture_output=True,
        text=True,
    )
    shutil.rmtree(folder)
    assert done.returncode == 0, done.stderr
