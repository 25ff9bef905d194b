"""The house holds: imports run one way, modules stay small, nothing unsafe slips in. Reads the source, runs nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = [
    path
    for folder in ("articles", "unionwatch")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static").rglob("*.css"))

#: What each part of `articles` may import of the others.
ARROWS = {
    "parser": set(),
    "models": set(),
    "masking": set(),
    "ingest": {"models", "parser"},
    "search": {"masking", "models"},
    "review": {"ingest", "models", "search"},
    "promises": {"models"},
    "summaries": {"models"},
    "accounts": {"models"},
    "archive": {"models", "search"},
    "seeding": {"ingest", "models", "parser"},
    "samples": {"ingest", "models", "review"},
    "desk": {"ingest", "models", "review", "search"},
    "pages": {"ingest", "masking", "models", "promises", "review", "search", "exchange"},
    "exchange": {"ingest", "masking", "models", "promises", "review", "search", "pages"},
    "templatetags": {"masking", "models", "pages", "search", "desk"},
}
#: Parts that tie others together and may import any.
FREE = {"management", "apps", "admin", "urls", "migrations"}
#: Of the parser, anyone may read the plain values, and index with the words it cuts: one tokenizer for both.
SHARED = ("articles.parser.records", "articles.parser.words")

MAX_LINES = 400
#: What hands raw SQL or foreign code on, or drops a guard.
UNSAFE_NAMES = {"RawSQL", "csrf_exempt", "eval", "exec"}
#: Unescaped text: harmless for a literal, and only for that.
UNESCAPED = {"mark_safe", "SafeString", "SafeText"}
#: Modules that may, with the reason.
ALLOWED_UNSAFE: dict[str, str] = {}


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything a module imports, also inside functions; relative names resolved."""
    package = module_of(path) if path.name == "__init__.py" else module_of(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                home = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
                base = f"{home}.{base}".rstrip(".")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def part_of(name: str) -> str | None:
    """The part of `articles` that a dotted name belongs to; None for anything else."""
    head, _, rest = name.partition(".")
    return rest.partition(".")[0] if head == "articles" and rest else None


def ids(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("path", PRODUCT, ids=ids(PRODUCT))
def test_imports_run_one_way(path):
    home = part_of(module_of(path))
    if home is None or home in FREE:
        return
    assert home in ARROWS, f"{home} is new: say in ARROWS what it may import"
    wrong = [
        f"line {line}: {name}"
        for line, name in imports_of(path)
        if (part := part_of(name)) and part != home and part not in ARROWS[home] and not name.startswith(SHARED)
    ]
    assert wrong == []


def test_the_arrows_have_no_circle_below_the_pages():
    """`pages` and `exchange` lean on each other (a table is shown and taken away); below them nothing does."""
    seen: set[str] = set()

    def walk(part: str, path: tuple[str, ...]) -> None:
        assert part not in path, " → ".join([*path, part])
        if part not in seen:
            for below in ARROWS[part]:
                walk(below, (*path, part))
            seen.add(part)

    for part in ARROWS.keys() - {"pages", "exchange", "templatetags"}:
        walk(part, ())


@pytest.mark.parametrize("path", PRODUCT, ids=ids(PRODUCT))
def test_modules_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_most_functions_are_short():
    lengths = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 10
    assert sum(length > 40 for length in lengths) <= len(lengths) // 50


@pytest.mark.parametrize("path", PRODUCT, ids=ids(PRODUCT))
def test_every_module_says_what_it_is(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body


def unsafe_uses(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name in UNSAFE_NAMES:
            yield f"line {node.lineno}: {name}"
        if isinstance(node, ast.Call):
            yield from _unsafe_call(node)
        if isinstance(node, ast.ExceptHandler) and _catches_all(node):
            yield f"line {node.lineno}: catches everything"


def _unsafe_call(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "attr", "") or getattr(call.func, "id", "")
    if name in UNESCAPED and not all(isinstance(argument, ast.Constant) for argument in call.args):
        yield f"line {call.lineno}: {name}() of a value"
    if name == "extra" and isinstance(call.func, ast.Attribute):
        yield f"line {call.lineno}: .extra()"


def _catches_all(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in kinds)


@pytest.mark.parametrize("path", PRODUCT, ids=ids(PRODUCT))
def test_nothing_unsafe(path):
    if str(path.relative_to(ROOT)) not in ALLOWED_UNSAFE:
        assert list(unsafe_uses(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_the_list_of_exceptions_is_no_longer_than_needed():
    for name, reason in ALLOWED_UNSAFE.items():
        assert reason
        assert list(unsafe_uses(ast.parse((ROOT / name).read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    "source",
    ["mark_safe(x)", "html.mark_safe(x)", "q.extra(where=[w])", "try:\n  f()\nexcept Exception:\n  pass", "eval(x)"],
)
def test_the_search_for_unsafe_code_finds_it(source):
    assert list(unsafe_uses(ast.parse(source)))


@pytest.mark.parametrize("source", ['mark_safe("")', "def f() -> SafeString: ...", "except_ = extra(x)"])
def test_the_search_for_unsafe_code_leaves_the_rest(source):
    assert not list(unsafe_uses(ast.parse(source)))


#: What the content security policy forbids, and what would leave the machine.
FORBIDDEN_IN_TEMPLATES = {
    "an unescaped value": r"\|\s*safe(?:seq)?\b|autoescape\s+off",
    "an inline style": r"<style\b|\sstyle\s*=",
    "an inline script": r"<script\b(?![^>]*\bsrc\s*=)[^>]*>(?!\s*</script>)",
    "an event handler": r"""\son[a-z]+\s*=\s*["']""",
    "a script address": r"javascript:",
    "a data address": r"""["'(]data:""",
    "an asset of another host": r"""(?:\bsrc|\bsrcset|\bposter|\bdata)\s*=\s*["']?(?:https?:)?//"""
    r"""|<link\b(?![^>]*\brel=["']?(?:canonical|alternate))[^>]*\bhref\s*=\s*["']?(?:https?:)?//""",
}


def forbidden_in(text: str) -> list[str]:
    plain = re.sub(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->", "", text, flags=re.S)
    return [name for name, pattern in FORBIDDEN_IN_TEMPLATES.items() if re.search(pattern, plain)]


@pytest.mark.parametrize("path", TEMPLATES, ids=ids(TEMPLATES))
def test_templates_hold_nothing_that_the_policy_forbids(path):
    assert forbidden_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p style="color:red">', ["an inline style"]),
        ("<script>alert(1)</script>", ["an inline script"]),
        ('<script src="/static/a.js" defer></script>', []),
        ('<script type="application/ld+json">{}</script>', ["an inline script"]),
        ('<a onclick="go()">', ["an event handler"]),
        ("{{ text|safe }}", ["an unescaped value"]),
        ('<img src="https://example.com/a.png">', ["an asset of another host"]),
        ('<link rel="stylesheet" href="//cdn.example.com/a.css">', ["an asset of another host"]),
        ('<a href="https://beian.miit.gov.cn/">', []),
        ('<img src="data:image/png;base64,x">', ["a data address"]),
        ('<td data-style="x" lang="zh-CN">{# style="" #}</td>', []),
    ],
)
def test_the_search_in_templates(text, found):
    assert forbidden_in(text) == found


@pytest.mark.parametrize("path", STYLES, ids=ids(STYLES))
def test_styles_fetch_nothing_from_elsewhere(path):
    assert not re.search(r"""(?:url\(|@import)\s*["']?(?:https?:|//|data:)""", path.read_text(encoding="utf-8"))


def test_the_parser_leaves_django_alone():
    """Importing the whole parser loads neither Django nor anything else of ours."""
    code = (
        "import sys, articles.parser.pipeline, articles.parser.export\n"
        "ours = [m for m in sys.modules if m.startswith('articles.') and not m.startswith('articles.parser')]\n"
        "print([m for m in sys.modules if m == 'django'] + ours)"
    )
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.stdout.strip() == "[]", run.stderr
