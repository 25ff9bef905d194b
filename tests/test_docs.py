"""The papers tell the truth: what they name exists, links lead somewhere, counts agree with the tables."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands

from articles.models import Bulletin
from articles.parser.lexicon import load_lexicon
from articles.samples import load_samples

ROOT = Path(__file__).resolve().parent.parent
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
#: Where a path in a paper may begin, beside the root: parser.md names the halves' modules shortly.
BASES = [ROOT, ROOT / "docs", ROOT / "articles" / "parser", ROOT / "articles" / "parser" / "lexicon"]
CODE = re.compile(r"```.*?```|`([^`\n]+)`", re.S)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
PATHLIKE = re.compile(r"[\w./-]+/[\w./-]*|[\w-]+\.(?:tsv|py|md|html|css|js|toml|txt)")
COMMAND = re.compile(r"manage\.py (\w+)")
TARGET = re.compile(r"\bmake ([a-z][\w-]*)")
#: Made when the site runs, or belonging to the reader's machine.
NOT_OURS = ("var/", "postgres/", "http", "/", "$", "~", "N/A")

ids = [str(path.relative_to(ROOT)) for path in PAPERS]


def code_spans(text: str) -> list[str]:
    return [match.group(1) for match in CODE.finditer(text) if match.group(1)]


def exists(name: str) -> bool:
    return any((base / name.rstrip("/")).exists() or any(base.glob(name)) for base in BASES)


@pytest.mark.parametrize("path", PAPERS, ids=ids)
def test_files_named_exist(path):
    names = {
        name for span in code_spans(path.read_text(encoding="utf-8")) for name in [span] if PATHLIKE.fullmatch(name)
    }
    missing = {name for name in names if not name.startswith(NOT_OURS) and not exists(name)}
    assert missing == set()


@pytest.mark.parametrize("path", PAPERS, ids=ids)
def test_links_lead_somewhere(path):
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", PAPERS, ids=ids)
def test_commands_named_exist(path):
    named = set(COMMAND.findall(path.read_text(encoding="utf-8")))
    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("path", PAPERS, ids=ids)
def test_make_targets_named_exist(path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", makefile, re.M))
    named = {target for span in code_spans(path.read_text(encoding="utf-8")) for target in TARGET.findall(span)}
    assert named - targets == set()


@pytest.mark.parametrize("path", PAPERS, ids=ids)
def test_papers_name_no_machine_and_no_index(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:work|tmp|home|root)/|pypi\.org/simple|--index-url", text)


def test_our_own_commands_have_a_paper():
    """Every command of ours is told in at least one paper."""
    ours = {name for name, app in get_commands().items() if app == "articles"}
    told = {name for path in PAPERS for name in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    assert ours - told == set()


def glossary() -> list[list[str]]:
    text = (ROOT / "docs" / "parser.md").read_text(encoding="utf-8")
    section = text.partition("## 4. Glossary")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")
    ]
    return rows[2:]


def test_glossary_gives_one_name_a_term():
    for column in (0, 1):
        names = [row[column] for row in glossary()]
        assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize("row", glossary(), ids=[row[0] for row in glossary()])
def test_glossary_terms_are_used(row):
    """What the glossary says stands in the code does stand there."""
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("articles/models", "articles/parser")
        for path in sorted((ROOT / folder).rglob("*.py"))
    )
    for name in code_spans(row[2]):
        assert re.search(rf"\b{re.escape(name.removesuffix('.tsv'))}\b", sources), name


def test_interface_uses_the_glossary():
    """The words that editors see for the parts of an article are the glossary's."""
    chinese = {row[0] for row in glossary()}
    article = apps.get_model("articles", "Article")
    for name in ("kicker", "headline", "deck", "captions"):
        assert article._meta.get_field(name).verbose_name in chinese
    assert Bulletin._meta.get_field("is_sample").verbose_name in chinese


def test_counts_of_indicators_agree():
    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    told = {group: int(count) for group, count in re.findall(r"^\| ([A-Z]{2}) \|.*\| (\d+) \|$", text, re.M)}
    assert told == Counter(row.code[:2] for row in load_lexicon().indicators)


def test_every_model_is_told():
    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    ours = {model.__name__ for model in apps.get_app_config("articles").get_models()}
    assert ours - set(re.findall(r"\*\*(\w+)\*\*", text)) == set()


def test_constraints_named_exist():
    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(\w+)`", text.partition("## 2.")[2].partition("A trigger")[0])) - {"raw_sha256"}
    real = {one.name for model in apps.get_app_config("articles").get_models() for one in model._meta.constraints}
    assert told <= real
    assert {name for name in real if name.startswith(("metric_", "mention_"))} <= told


def test_changelog_counts_the_samples():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"{len(load_samples())} sample bulletins" in text
