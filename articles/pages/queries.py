"""What the public may see. Every page starts from one of these."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Exists,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from articles.models import Article, Level, Metric, Program, ProgramMention, ProgramTally

#: A name is vouched for by the lexicon or by an editor; others show in their article only.
VOUCHED = Q(confirmed=True) | Q(from_lexicon=True)
VOUCHED_MENTION = Q(program__confirmed=True) | Q(program__from_lexicon=True)


def public_articles() -> QuerySet[Article]:
    return Article.objects.published()


def public_metrics() -> QuerySet[Metric]:
    """Figures of published articles that no editor refused."""
    return Metric.objects.published().exclude(review=Metric.Review.REJECTED)


def public_mentions() -> QuerySet[ProgramMention]:
    """Programs named in published articles that no editor refused."""
    return ProgramMention.objects.filter(is_public=True).exclude(review=ProgramMention.Review.REJECTED)


def public_programs() -> QuerySet[Program]:
    """Programs with a page of their own: somebody vouches for the name, and a published article has it."""
    mentioned = ProgramTally.objects.filter(program=OuterRef("pk"), level=Level.PROVINCE, year=0, articles__gt=0)
    return Program.objects.filter(Exists(mentioned), merged_into=None).filter(VOUCHED)


def listed_mentions() -> QuerySet[ProgramMention]:
    """Mentions that count in lists of programs."""
    return public_mentions().filter(program__merged_into=None).filter(VOUCHED_MENTION)


def key_of(slug: str) -> Subquery:
    """The key of a program by its address, found once: through a join the database misjudges an index."""
    return Subquery(Program.objects.filter(slug=slug).values("pk")[:1])


def in_order(model: type[Model], ids: Iterable[int]) -> list:
    """Whole rows for a list, by keys that were sorted without them. One query.

    Sorting keys alone spares the database from carrying texts through the sort of a large table.
    """
    ids = list(ids)
    rows = model._default_manager.for_list().order_by().in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def has_key(keys: Iterable[int]) -> Func:
    """A condition: the row's key is one of these. As one array: a thousand parameters cost more than the rows."""
    array = Value(list(keys), output_field=ArrayField(BigIntegerField()))
    anyone = Func(array, function="ANY", output_field=BigIntegerField())
    return Func(F("pk"), anyone, template="%(expressions)s", arg_joiner=" = ", output_field=BooleanField())


def load_figures(keys: Iterable[int]) -> list[Metric]:
    """Figures with indicator and source. One query."""
    rows = Metric.objects.without_desk_fields().select_related("indicator", "article__bulletin__source")
    return list(rows.filter(has_key(keys)).order_by("pk"))
