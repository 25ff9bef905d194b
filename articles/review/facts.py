"""Correcting what was read: fields, figures, programs, what is unresolved. Every change is journalled.

All functions expect the caller to hold the bulletin (`open_bulletin`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from articles.ingest.records import copied_fields
from articles.models import Article, City, County, Indicator, Metric, Program, ProgramMention, Revision, Unresolved

from .editing import EditRefused
from .journal import read_values, record, record_edit
from .titles import relocate_titles

Fact = Metric | ProgramMention
#: (part, start, end) of an article.
Span = tuple[str, int, int]
TITLE_FIELDS = ("kicker", "headline", "deck", "captions")
PLACE_FIELDS = ("city_id", "county_id")
#: Fields that are no reading of the parser's: setting them is no correction.
OWN_FIELDS = {"review", "reviewed"}
ACTIONS = {
    "accepted": Revision.Action.ACCEPT,
    "rejected": Revision.Action.REJECT,
    "proposed": Revision.Action.RESET,
}


def edit_metric(metric: Metric, values: Mapping[str, Any], user: AbstractBaseUser | None) -> Revision | None:
    """Set fields of a figure. A mended figure counts as accepted. None if nothing changed."""
    return _edit_fact(metric, values, user)


def edit_mention(mention: ProgramMention, values: Mapping[str, Any], user: AbstractBaseUser | None) -> Revision | None:
    """Set fields of a program mention. Raises EditRefused where the article names that program already."""
    program = values.get("program_id", mention.program_id)
    others = ProgramMention.objects.filter(article=mention.article_id, program=program).exclude(pk=mention.pk)
    if others.exists():
        raise EditRefused("这一篇已经有这个项目了。")
    before = mention.program_id
    revision = _edit_fact(mention, values, user)
    if revision and before != mention.program_id:
        moved = Metric.objects.filter(article=mention.article_id, program=before)
        for metric in moved.exclude(edited_fields__contains="program_id"):
            _edit_fact(metric, {"program_id": mention.program_id}, user, note="随项目一同改")
    return revision


def _edit_fact(fact: Fact, values: Mapping[str, Any], user: AbstractBaseUser | None, note: str = "") -> Revision | None:
    changed = {name: value for name, value in values.items() if getattr(fact, name) != value}
    if not changed:
        return None
    before = read_values(fact, [_column(name) for name in changed] + _marks(fact))
    for name, value in changed.items():
        setattr(fact, name, value)
    fact.review = fact.Review.ACCEPTED
    fact.certain = True
    if isinstance(fact, Metric):
        fact.edited_fields = sorted({*fact.edited_fields, *changed})
    else:
        fact.by_person = True
    fact.is_public = is_shown(fact)
    fact.save()
    return record_edit(fact, before, user=user, note=note)


def _marks(fact: Fact) -> list[str]:
    return ["review", "certain", "is_public", "edited_fields" if isinstance(fact, Metric) else "by_person"]


def _column(name: str) -> str:
    """The model field behind an attribute: city_id → city."""
    return name.removesuffix("_id")


def is_shown(fact: Fact) -> bool:
    """Whether a fact is public as its article and its review stand."""
    return fact.article.is_public and fact.review != fact.Review.REJECTED


def set_review(fact: Fact, review: str, user: AbstractBaseUser | None) -> Revision | None:
    """Accept, reject or reset a figure or a program. None if it stood so already."""
    before = read_values(fact, ["review", "is_public"])
    fact.review = review
    fact.is_public = is_shown(fact)
    fact.save(update_fields=["review", "is_public"])
    return record_edit(fact, before, user=user, action=ACTIONS[review])


def accept_article(article: Article, user: AbstractBaseUser | None) -> Revision | None:
    """Accept all of an article that is still open, and mark it reviewed: one change, undone as one."""
    if article.reviewed and not _open_facts(article):
        return None
    accepted = {"metric": [], "programmention": []}
    for model in (Metric, ProgramMention):
        rows = model._default_manager.filter(article=article, review="proposed")
        accepted[model._meta.model_name] = list(rows.values_list("pk", flat=True))
        rows.update(review="accepted")
    before = {"reviewed": article.reviewed, "accepted": accepted}
    article.reviewed = True
    article.save(update_fields=["reviewed"])
    return record(article, Revision.Action.REVIEW, user=user, before=before, after={"reviewed": True})


def _open_facts(article: Article) -> bool:
    return any(
        model._default_manager.filter(article=article, review="proposed").exists() for model in (Metric, ProgramMention)
    )


def edit_article(article: Article, values: Mapping[str, Any], user: AbstractBaseUser | None) -> Revision | None:
    """Set fields of an article. Evidence in a mended title is found again in it.

    Raises EditRefused where a title loses words that a figure or program was read from.
    """
    changed = {name: value for name, value in values.items() if getattr(article, name) != value}
    if not changed:
        return None
    titles = {name: changed[name] for name in TITLE_FIELDS if name in changed}
    extra = ["edited_fields", *(["part_runs"] if titles else []), *(["place_reason"] if _moves(changed) else [])]
    before = read_values(article, [*(_column(name) for name in changed), *extra])
    if titles:
        relocate_titles(article, titles)
    for name, value in changed.items():
        setattr(article, name, value)
    article.edited_fields = sorted({*article.edited_fields, *changed} - OWN_FIELDS)
    if _moves(changed):
        article.place_reason = "人工所定"
        article.edited_fields = sorted({*article.edited_fields, *PLACE_FIELDS, "place_reason"})
    article.save()
    if _moves(changed):
        copy_place(article)
    return record_edit(article, before, user=user)


def _moves(changed: Mapping[str, Any]) -> bool:
    return any(name in changed for name in PLACE_FIELDS)


def copy_place(article: Article) -> None:
    """Repeat an article's place on its figures and mentions. Two statements."""
    for model in (Metric, ProgramMention):
        model._default_manager.filter(article=article).update(city=article.city_id, county=article.county_id)


def add_metric(article: Article, values: Mapping[str, Any], span: Span, user: AbstractBaseUser | None) -> Metric:
    """A figure that the editor has read herself, with the words it stands in."""
    part, start, end = span
    metric = Metric(
        article=article,
        part=part,
        start=start,
        end=end,
        figure_start=start,
        figure_end=end,
        quote=article.part_text(part)[start:end],
        rules=[["person", "编辑选定"]],
        **values,
    )
    _add_fact(metric, article, user)
    return metric


def add_mention(
    article: Article, program: Program, name: str, span: Span, user: AbstractBaseUser | None
) -> ProgramMention:
    """A program that the editor has found, with all its occurrences. Raises EditRefused if the article has it."""
    if ProgramMention.objects.filter(article=article, program=program).exists():
        raise EditRefused("这一篇已经有这个项目了。")
    part, start, end = span
    spans = [[part, start, end], *(s for s in find_spans(article, name) if s != [part, start, end])]
    mention = ProgramMention(
        article=article,
        program=program,
        name=name,
        part=part,
        start=start,
        end=end,
        quote=article.part_text(part)[start:end],
        spans=spans,
        rules=[["person", "编辑选定"]],
    )
    _add_fact(mention, article, user)
    return mention


def _add_fact(fact: Fact, article: Article, user: AbstractBaseUser | None) -> None:
    for name, value in copied_fields(article).items():
        setattr(fact, name, value)
    fact.by_person = True
    fact.review = fact.Review.ACCEPTED
    fact.is_public = article.is_public
    fact.full_clean(validate_constraints=False)
    fact.save()
    names = [field.name for field in fact._meta.concrete_fields]
    record(fact, Revision.Action.CREATE, user=user, after=read_values(fact, names))


def find_spans(article: Article, words: str) -> list[list[Any]]:
    """Every place of `words` in the article, [[part, start, end], …], the text first."""
    spans: list[list[Any]] = []
    for part in ("text", *TITLE_FIELDS):
        text, start = article.part_text(part), -1
        while (start := text.find(words, start + 1)) >= 0:
            spans.append([part, start, start + len(words)])
    return spans


def settle_unresolved(row: Unresolved, outcome: str, user: AbstractBaseUser | None, note: str = "") -> Revision | None:
    """Mark an unresolved row as linked, created or dismissed (or open again)."""
    before = read_values(row, ["outcome"])
    row.outcome = outcome
    row.save(update_fields=["outcome"])
    return record_edit(row, before, user=user, action=Revision.Action.RESOLVE, note=note)


def link_unresolved(row: Unresolved, choice: str, user: AbstractBaseUser | None) -> None:
    """Settle an unresolved row by one of its candidates. Raises EditRefused where the choice means nothing here."""
    article = row.article
    if choice not in row.candidates or article is None:
        raise EditRefused("这个选项不在可选之列。")
    if row.kind == Unresolved.Kind.PLACE:
        edit_article(article, find_place(choice), user)
    elif row.kind == Unresolved.Kind.PROGRAM:
        program = Program.objects.filter(name=choice).select_related("merged_into").first()
        if program is None:
            raise EditRefused(f"词表里没有“{choice}”，请用“添项目”新建。")
        add_mention(article, program.merged_into or program, row.quote[:80], (row.part, row.start, row.end), user)
    elif row.kind in (Unresolved.Kind.LINK, Unresolved.Kind.INDICATOR):
        _link_metric(article, row, choice, user)
    else:
        raise EditRefused("这一条不能直接关联，请在下面改数字，再标为已处理。")
    settle_unresolved(row, Unresolved.Outcome.LINKED, user, note=choice)


def _link_metric(article: Article, row: Unresolved, choice: str, user: AbstractBaseUser | None) -> None:
    """Give the figure that stands where the row points its program or indicator."""
    inside = Q(part=row.part, figure_start__lt=row.end, figure_end__gt=row.start)
    metric = article.metrics.filter(inside).order_by("figure_start").first()
    if metric is None:
        raise EditRefused("这里没有收下的数字，无法归到项目或指标。")
    if row.kind == Unresolved.Kind.INDICATOR:
        edit_metric(metric, {"indicator_id": find_indicator(choice)}, user)
        return
    names = Q(program__name=choice) | Q(name=choice)
    mention = article.program_mentions.filter(names).first()
    if mention is None:
        raise EditRefused(f"这一篇没有项目“{choice}”。")
    edit_metric(metric, {"program_id": mention.program_id}, user)


def find_indicator(text: str) -> int | None:
    """The indicator meant by its code or exact name, None for "". Raises EditRefused for any other text."""
    words = text.strip()
    if not words:
        return None
    row = Indicator.objects.filter(Q(code=words.split()[0].upper()) | Q(name=words)).first()
    if row is None:
        raise EditRefused(f"没有指标“{words[:30]}”。请从列表里选，或留空。")
    return row.pk


def find_place(name: str) -> dict[str, str | None]:
    """`city_id` and `county_id` for a code or a name of a county or city. Raises EditRefused if there is none."""
    words = name.strip()
    counties = list(County.objects.filter(Q(pk=words) | Q(name=words) | Q(short=words))[:2])
    if len(counties) == 1:
        return {"city_id": counties[0].city_id, "county_id": counties[0].pk}
    city = City.objects.filter(Q(pk=words) | Q(name=words) | Q(short=words)).first()
    if city is None or len(counties) > 1:
        raise EditRefused(f"地区表里没有唯一的“{words[:30]}”。")
    return {"city_id": city.pk, "county_id": None}
