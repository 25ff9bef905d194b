"""Sample bulletins in and out of the database, by the same doors as an editor's pastes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles.ingest import BulletinRefused, read_bulletin_text, save_bulletin
from articles.models import Bulletin, Metric, Program, ProgramMention, Revision, Source
from articles.review import publish_bulletin
from articles.review.journal import record

from . import Sample

SOURCE_NOTE = "示例文字由本系统编写，事实取自已公开的报道，可用 remove_samples 命令一次删除。"


#: What a sample is known by, whatever its wording: source and day. A new release may put it otherwise.
Key = tuple[str, date]


class Outcome(Enum):
    """What became of one sample, as the command says it."""

    NEW = "新增"
    KNOWN = "已有"
    REMOVED = "曾删除，未载入"
    REFUSED = "读不出报道"


@dataclass(frozen=True, slots=True)
class Removed:
    """How many rows went."""

    bulletins: int
    articles: int
    metrics: int
    programs: int
    sources: int


def save_samples(
    samples: Iterable[Sample], *, user: AbstractBaseUser | None, again: bool = False
) -> Iterator[tuple[Sample, Outcome]]:
    """Store and publish each sample, one transaction a sample; what is there stays as it is.

    A sample that was removed stays away, so that a restart does not bring it
    back, unless `again`. One that the parser finds no article in stops none of
    the others.
    """
    removed = set() if again else _find_removed()
    present = set(Bulletin.objects.filter(is_sample=True).values_list("source__name", "published_on"))
    for sample in samples:
        key = (sample.source, sample.published_on)
        if key in present:
            yield sample, Outcome.KNOWN
        elif key in removed:
            yield sample, Outcome.REMOVED
        else:
            yield sample, _try_sample(sample, user)


def _find_removed() -> set[Key]:
    gone = Revision.objects.filter(model="bulletin", action=Revision.Action.DELETE, before__is_sample=True)
    return {(row["source"], date.fromisoformat(row["published_on"])) for row in gone.values_list("before", flat=True)}


def _try_sample(sample: Sample, user: AbstractBaseUser | None) -> Outcome:
    try:
        return Outcome.NEW if _save_sample(sample, user) else Outcome.KNOWN
    except BulletinRefused:
        return Outcome.REFUSED


@transaction.atomic
def _save_sample(sample: Sample, user: AbstractBaseUser | None) -> bool:
    text = read_bulletin_text(sample.text)
    defaults = {"kind": sample.kind, "full_text_public": True, "note": SOURCE_NOTE}
    source, _ = Source.objects.get_or_create(name=sample.source, defaults=defaults)
    bulletin, created = save_bulletin(
        text=text, source=source, published_on=sample.published_on, page=sample.page, user=user, is_sample=True
    )
    if created:
        publish_bulletin(bulletin, user, note=f"示例，事实出处：{sample.note}"[:300])
    return created


@transaction.atomic
def remove_samples(*, user: AbstractBaseUser | None = None) -> Removed:
    """Delete all sample bulletins with their articles, and what nothing else names afterwards.

    Programs go that the parser made for samples and no person touched,
    sources that hold no other bulletin. The journal keeps a row for each.
    """
    bulletins = list(Bulletin.objects.filter(is_sample=True).select_related("source"))
    named = set(ProgramMention.objects.filter(article__bulletin__in=bulletins).values_list("program", flat=True))
    named |= set(
        Metric.objects.filter(article__bulletin__in=bulletins, program__isnull=False).values_list("program", flat=True)
    )
    for bulletin in bulletins:
        before = {
            "is_sample": True,
            "source": bulletin.source.name,
            "published_on": bulletin.published_on.isoformat(),
            "raw_sha256": bulletin.raw_sha256,
        }
        record(bulletin, Revision.Action.DELETE, user=user, before=before, note="删除示例")
    _, gone = Bulletin.objects.filter(pk__in=[b.pk for b in bulletins]).delete()
    return Removed(
        bulletins=len(bulletins),
        articles=gone.get("articles.Article", 0),
        metrics=gone.get("articles.Metric", 0),
        programs=_remove_programs(named),
        sources=_remove_sources({b.source_id for b in bulletins}),
    )


def _remove_programs(named: set[int]) -> int:
    """Of the programs with these keys, delete those that only the parser brought and nothing names any more."""
    touched = Revision.objects.filter(model="program").values_list("object_pk", flat=True)
    orphans = Program.objects.filter(
        pk__in=named, from_lexicon=False, merged_into=None, mentions=None, metrics=None, aliases=None, merged=None
    ).exclude(pk__in=[int(pk) for pk in touched])
    return orphans.delete()[1].get("articles.Program", 0)


def _remove_sources(keys: set[int]) -> int:
    empty = Source.objects.filter(pk__in=keys, bulletins=None)
    return empty.delete()[1].get("articles.Source", 0)
