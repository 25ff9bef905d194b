"""Articles read anew: what the parser says now beside what is stored, and what a person set stays set.

A figure is known again by its place in the paste, which no splitting, merging
or re-parsing moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from articles.ingest.keys import Keys, load_keys
from articles.ingest.records import (
    build_metric,
    build_program_mentions,
    build_unresolved,
    copied_fields,
    fill_article,
    find_problem,
)
from articles.models import Article, Bulletin, Metric, MetricMention, ProgramMention, Unresolved
from articles.parser.records import Mention, ParsedArticle

from .tracing import find_raw_span, get_runs

TITLE_PARTS = ("kicker", "headline", "deck", "captions")
#: What the parser reads of a figure; a field in `edited_fields` is not written.
METRIC_FIELDS = (
    "program_id", "indicator_id", "indicator_words", "value", "value_max", "unit", "unit_family", "qualifier",
    "status", "cumulative", "period", "period_start", "period_end",
)  # fmt: skip
EVIDENCE_FIELDS = ("article", "part", "start", "end", "quote", "figure_start", "figure_end")
REASON_FIELDS = ("rules", "other_programs", "other_indicators")


@dataclass(slots=True)
class Plan:
    """What reading anew would do, before it is done: rows to add, to change, to drop, and what cannot be placed."""

    articles: list[Article] = field(default_factory=list)
    added: list[Metric | ProgramMention] = field(default_factory=list)
    changed: list[tuple[Metric | ProgramMention, dict[str, tuple[Any, Any]]]] = field(default_factory=list)
    dropped: list[Metric | ProgramMention] = field(default_factory=list)
    kept: list[Metric | ProgramMention] = field(default_factory=list)
    lost: list[Metric | ProgramMention] = field(default_factory=list)
    again: dict[int, list[MetricMention]] = field(default_factory=dict)
    unresolved: list[Unresolved] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.dropped or self.lost)


def is_persons(fact: Metric | ProgramMention) -> bool:
    """Whether a person has made, mended, accepted or rejected it, or said what became of the promise."""
    mended = bool(getattr(fact, "edited_fields", [])) or hasattr(fact, "promise_ruling")
    return fact.by_person or fact.review != "proposed" or mended


def plan_restage(
    bulletin: Bulletin, pairs: Sequence[tuple[Article, ParsedArticle]], removed: Iterable[Article] = ()
) -> Plan:
    """Compare the parsed articles with what is stored of them and of the `removed` ones. Stores nothing but new names.

    The articles' own fields are set on the instances handed in.
    """
    parsed = [(article, _without_edited_parts(article, one)) for article, one in pairs]
    keys = load_keys([one for _, one in parsed])
    old = [article.pk for article, _ in parsed if article.pk] + [article.pk for article in removed]
    metrics = list(
        Metric.objects.filter(article__in=old).select_related("article", "program", "indicator", "promise_ruling")
    )
    by_place: dict[Any, Metric] = {_place(metric): metric for metric in metrics}
    mentions = list(ProgramMention.objects.filter(article__in=old).select_related("article", "program"))
    plan = Plan()
    for article, one in parsed:
        fill_article(article, one, keys)
        plan.articles.append(article)
    taken: set[int] = set()
    for article, one in parsed:
        _plan_metrics(plan, article, one, keys, by_place, taken)
        _plan_mentions(plan, article, one, keys, mentions, taken)
    for fact in [*metrics, *mentions]:
        if id(fact) not in taken:
            _plan_leftover(plan, fact, plan.articles)
    _plan_unresolved(plan, bulletin, parsed, old)
    return plan


def _without_edited_parts(article: Article, one: ParsedArticle) -> ParsedArticle:
    """The parsed article without what was read in titles that a person has retyped: its spans do not count there."""
    retyped = {part for part in TITLE_PARTS if part in article.edited_fields}
    retyped = {part for part in retyped if article.part_text(part) != one.story.part(part)}  # type: ignore[arg-type]
    if not retyped:
        return one

    def stay(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        return tuple(m for m in mentions if m.part not in retyped)

    facts = one.facts
    programs = tuple(replace(p, mentions=stay(p.mentions)) for p in facts.programs if stay(p.mentions))
    metrics = tuple(m._replace(mentions=stay(m.mentions)) for m in facts.metrics if m.mentions[0].part not in retyped)
    return replace(
        one,
        facts=replace(
            facts,
            programs=programs,
            metrics=metrics,
            places=tuple(p for p in facts.places if p.mention.part not in retyped),
            rejected=tuple(r for r in facts.rejected if r[0].part not in retyped),
            unresolved=tuple(u for u in facts.unresolved if u.part not in retyped),
        ),
    )


def _place(metric: Metric) -> Any:
    """Where the figure stands in the paste; where a person typed the words, its place in the article."""
    span = find_raw_span(metric.article, metric.part, metric.figure_start, metric.figure_end)
    return span[0] if span else (metric.article_id, metric.part, metric.figure_start)


def _plan_metrics(
    plan: Plan, article: Article, one: ParsedArticle, keys: Keys, by_place: Mapping[Any, Metric], taken: set[int]
) -> None:
    for record in one.facts.metrics:
        if find_problem(record):
            continue
        new = build_metric(article, one, record, keys)
        again = [MetricMention(part=m.part, start=m.start, end=m.end, quote=m.quote) for m in record.mentions[1:]]
        old = by_place.get(_place(new))
        if old is None or id(old) in taken:
            new.is_public = article.is_public
            plan.added.append(new)
            plan.again[id(new)] = again
            continue
        taken.add(id(old))
        plan.again[id(old)] = again
        fields = [name for name in METRIC_FIELDS if name not in old.edited_fields]
        _note_changes(plan, old, new, fields)
        for name in (*EVIDENCE_FIELDS, *REASON_FIELDS, "certain"):
            setattr(old, name, getattr(new, name))


def _note_changes(plan: Plan, old: Metric, new: Metric, fields: Iterable[str]) -> None:
    changes = {}
    for name in fields:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            changes[name] = (before, after)
            setattr(old, name, after)
    moved = old.article_id != new.article_id
    if changes or moved or old.figure_start != new.figure_start:
        plan.changed.append((old, changes))
    else:
        plan.kept.append(old)


def _plan_mentions(
    plan: Plan, article: Article, one: ParsedArticle, keys: Keys, stored: Sequence[ProgramMention], taken: set[int]
) -> None:
    mine = {m.program_id: m for m in stored if m.article_id == article.pk and article.pk}
    for new in build_program_mentions(article, one, keys):
        old = mine.get(new.program_id)
        if old is None:
            new.is_public = article.is_public
            plan.added.append(new)
            continue
        taken.add(id(old))
        for name in ("name", "part", "start", "end", "quote", "spans", "rules", "certain"):
            setattr(old, name, getattr(new, name))
        old.article = article
        plan.kept.append(old)


def _plan_leftover(plan: Plan, fact: Metric | ProgramMention, articles: Sequence[Article]) -> None:
    """What the parser does not read any more goes, unless a person has set it: then it follows its words."""
    if not is_persons(fact):
        plan.dropped.append(fact)
        return
    home = _find_home(fact, articles)
    if home is None:
        plan.lost.append(fact)
        return
    article, part, start, end = home
    if isinstance(fact, ProgramMention):
        if any(isinstance(f, ProgramMention) and f.article == article and f.program_id == fact.program_id
               for f in [*plan.added, *plan.kept]):  # fmt: skip
            plan.dropped.append(fact)
            return
        fact.spans = [[part, start, end]]
    else:
        shift = fact.figure_start - fact.start
        length = fact.figure_end - fact.figure_start
        fact.figure_start, fact.figure_end = start + shift, start + shift + length
    fact.article, fact.part, fact.start, fact.end = article, part, start, end
    plan.kept.append(fact)


def _find_home(fact: Metric | ProgramMention, articles: Sequence[Article]) -> tuple[Article, str, int, int] | None:
    """The article and span that hold the fact's words now, by their place in the paste, else by the words."""
    raw = find_raw_span(fact.article, fact.part, fact.start, fact.end)
    for article in articles:
        for part in ("text", *TITLE_PARTS):
            text, start = article.part_text(part), -1
            while (start := text.find(fact.quote, start + 1)) >= 0:
                end = start + len(fact.quote)
                runs = get_runs(article, part)
                if raw is None or not runs or find_raw_span(article, part, start, end) == raw:
                    return article, part, start, end
    return None


def _plan_unresolved(
    plan: Plan, bulletin: Bulletin, parsed: Sequence[tuple[Article, ParsedArticle]], old: Sequence[int]
) -> None:
    """New open questions; what was settled stays settled."""
    settled = {
        (row.kind, row.quote): row.outcome
        for row in Unresolved.objects.filter(article__in=old).exclude(outcome="")
    }  # fmt: skip
    for article, one in parsed:
        for record in one.facts.unresolved:
            row = build_unresolved(bulletin, [article], replace(record, article=0))
            row.outcome = settled.get((row.kind, row.quote), "")
            plan.unresolved.append(row)
    for fact in plan.lost:
        plan.unresolved.append(
            Unresolved(
                bulletin=bulletin,
                article=None,
                kind=Unresolved.Kind.QUANTITY if isinstance(fact, Metric) else Unresolved.Kind.PROGRAM,
                state=Unresolved.State.UNKNOWN,
                start=0,
                end=max(len(fact.quote), 1),
                quote=fact.quote,
                reason="人工定过的这一条所在的行已经移出，请核对",
            )
        )


def carry_out(plan: Plan, bulletin: Bulletin) -> None:
    """Store what was planned; the articles have been saved by the caller, who holds the bulletin."""
    stored = [article.pk for article in plan.articles]
    Unresolved.objects.filter(article__in=stored).delete()
    for fact in [*plan.dropped, *plan.lost]:
        fact.delete()
    touched = [*(fact for fact, _ in plan.changed), *plan.kept]
    MetricMention.objects.filter(
        metric__in=[f.pk for f in touched if isinstance(f, Metric) and id(f) in plan.again]
    ).delete()
    for fact in [*touched, *plan.added]:
        article = fact.article
        fact.article_id = article.pk
        for name, value in copied_fields(article).items():
            setattr(fact, name, value)
        fact.is_public = article.is_public and fact.review != "rejected"
        fact.save()
        for row in plan.again.get(id(fact), []):
            row.metric = fact  # type: ignore[assignment]
            row.save()
    for row in plan.unresolved:
        row.article_id = row.article.pk if row.article else None
    Unresolved.objects.bulk_create(plan.unresolved)
