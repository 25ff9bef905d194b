"""Check annotated articles against the rules of annotation: `python validate.py CORPUS.jsonl …` prints every fault."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Article = dict[str, Any]

KINDS = {"news", "photo"}
LEADS = {"本报讯", "通讯员", "none"}
CATEGORIES = {
    "childcare",
    "station",
    "legal",
    "skills",
    "care",
    "organizing",
    "bargaining",
    "health",
    "culture",
    "employment",
    "safety",
    "model",
    "aid",
    "digital",
    "other",
}
QUALIFIERS = {"exact", "over", "at_least", "about", "under", "at_most", "range"}
STATUSES = {"actual", "planned"}
KEYS = {
    "article": {
        "id",
        "kind",
        "kicker",
        "headline",
        "deck",
        "lead",
        "byline",
        "paragraphs",
        "captions",
        "city",
        "county",
        "organizations",
        "programs",
        "metrics",
    },
    "byline": {"reporters", "trainees", "correspondents", "photographers"},
    "program": {"name", "category", "optional"},
    "metric": {
        "value",
        "value_max",
        "unit",
        "qualifier",
        "indicator",
        "status",
        "period",
        "program",
        "quote",
        "optional",
    },
}
DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
TENS = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000, "百万": 1_000_000, "千万": 10_000_000}
NUMBER = re.compile(r"(\d+(?:\.\d+)?|[零〇一二三四五六七八九两十百千]+)\s*[多余]?\s*([百千]?万|亿)?")


def chinese_number(text: str) -> int:
    """The number that a run of Chinese numerals below ten thousand writes: 三十 → 30, 两百 → 200."""
    total = digit = 0
    for char in text:
        if char in TENS:
            total += (digit or 1) * TENS[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit


def find_numbers(text: str) -> set[float]:
    """Every number that `text` writes, with its 万 or 亿 and without: 20万元 → {20, 200000}."""
    found: set[float] = set()
    for number, large in NUMBER.findall(text):
        plain = float(number) if number[0].isdigit() else float(chinese_number(number))
        found |= {round(plain, 6), round(plain * LARGE.get(large, 1), 6)}
    # 3~5万元: the 万 behind the upper end counts for the lower end too
    for low, large in re.findall(r"(\d+(?:\.\d+)?)[~～\-—至到]\d+(?:\.\d+)?([百千]?万|亿)", text):
        found.add(round(float(low) * LARGE[large], 6))
    # 逾万人次, 上亿元: a bare 万 or 亿
    found |= {float(LARGE[large]) for large in re.findall(r"[逾超近上过]([万亿])", text)}
    # 两三天, 六七个: two neighbouring numerals write a range
    for low, high in re.findall(r"([一二三四五六七八两])([二三四五六七八九])(?=[一-鿿])", text):
        found |= {float(DIGITS[low]), float(DIGITS[high])}
    return found


def find_key_faults(article: Article) -> Iterator[str]:
    """Missing or unknown keys, and values outside the lists of the rules."""
    parts = [("article", article), ("byline", article["byline"])]
    parts += [("program", p) for p in article["programs"]] + [("metric", m) for m in article["metrics"]]
    for kind, part in parts:
        if set(part) != KEYS[kind]:
            yield f"{kind} keys {sorted(set(part) ^ KEYS[kind])}"
    if article["kind"] not in KINDS or article["lead"] not in LEADS:
        yield f"kind or lead {article['kind']} {article['lead']}"
    for program in article["programs"]:
        if program["category"] not in CATEGORIES:
            yield f"category {program['category']}"
    for metric in article["metrics"]:
        if metric["qualifier"] not in QUALIFIERS or metric["status"] not in STATUSES:
            yield f"qualifier or status {metric['qualifier']} {metric['status']} in {metric['quote']}"


def find_body_faults(article: Article) -> Iterator[str]:
    """A lead that does not open the body, straight quotation marks, names that the text does not print."""
    opening = next((lead for lead in ("本报讯", "通讯员") if article["paragraphs"][0].startswith(lead)), "none")
    if article["lead"] != opening:
        yield f"lead is {article['lead']}, body opens as {opening}"
    for line in article["paragraphs"] + article["headline"] + article["captions"]:
        if re.search(r"[\"'\n]|[一-鿿],|,[一-鿿]|^\s|\s$", line):
            yield f"punctuation or space in {line[:30]}"
        if line.count("“") != line.count("”"):
            yield f"unbalanced quotation marks in {line[:30]}"
    printed = "".join(article["paragraphs"])
    for role, names in article["byline"].items():
        for name in names:
            # the credit of a picture story is set by whoever makes the page
            if name not in printed and role != "photographers":
                yield f"{role} {name} not printed"


def find_program_faults(article: Article) -> Iterator[str]:
    """Program names that the article never prints or that are entered twice."""
    printed = "".join(
        article["kicker"] + article["headline"] + article["deck"] + article["paragraphs"] + article["captions"]
    )
    names = [p["name"] for p in article["programs"]]
    for name in names:
        if name not in printed:
            yield f"program {name} not printed"
    if len(set(names)) != len(names):
        yield "program entered twice"


def find_metric_faults(article: Article) -> Iterator[str]:
    """Quotes that are not in the body, values that the quote does not write, programs that are not listed."""
    names = {p["name"] for p in article["programs"]} | {""}
    seen = set()
    for metric in article["metrics"]:
        quote = metric["quote"]
        if not any(quote in p for p in article["paragraphs"]):
            yield f"quote not in the body: {quote}"
        if metric["program"] not in names:
            yield f"unknown program {metric['program']}"
        for value in (metric["value"], metric["value_max"]):
            if value is not None and round(float(value), 6) not in find_numbers(quote):
                yield f"{value} not written in {quote}"
        if metric["unit"] not in quote:
            yield f"unit {metric['unit']} not in {quote}"
        if (metric["value_max"] is not None) != (metric["qualifier"] == "range"):
            yield f"range without upper end, or the reverse: {quote}"
        if not metric["indicator"]:
            yield f"no indicator: {quote}"
        key = (metric["value"], metric["unit"], metric["indicator"], quote)
        if key in seen:
            yield f"metric entered twice: {key}"
        seen.add(key)


def find_faults(article: Article) -> list[str]:
    """All faults of one annotated article, as sentences for the annotator."""
    checks = (find_key_faults, find_body_faults, find_program_faults, find_metric_faults)
    return [fault for check in checks for fault in check(article)]


def load_corpus(path: Path) -> list[Article]:
    """The articles of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def main(paths: list[str]) -> int:
    """Print the faults of the corpora; 1 if there are any."""
    faults = [f"{path} {a['id']}: {f}" for path in paths for a in load_corpus(Path(path)) for f in find_faults(a)]
    print("\n".join(faults) or "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
