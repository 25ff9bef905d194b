"""待办总览: what waits, what is unresolved, by city and age; and how much of the parser's reading had to be mended."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.desk.access import admin_context
from articles.desk.journal_words import SILENT
from articles.desk.journaled import count_of
from articles.models import Article, Bulletin, Metric, Revision, Unresolved, find_editor_cities

SHOWN = 20
AGES = [("今天", 1), ("三天内", 3), ("一周内", 7), ("一月内", 30)]
OLDER = "更早"


def overview(request: HttpRequest) -> HttpResponse:
    """One page of what is to be done. Limited accounts see their cities' bulletins."""
    if not request.user.has_perm("articles.view_bulletin"):
        raise PermissionDenied
    cities = find_editor_cities(request.user)
    bulletins = Bulletin.objects.select_related("source", "created_by")
    if cities is not None:
        mine = Q(articles__city__in=cities) | Q(articles__city=None)
        bulletins = bulletins.filter(pk__in=Bulletin.objects.filter(mine).values("pk"))
    waiting = bulletins.waiting().order_by("created_at")
    shown = list(count_rows(waiting)[:SHOWN])
    done = list(count_rows(bulletins.exclude(pk__in=waiting.values("pk")).order_by("-pk"))[:12])
    name_edits([*shown, *done])
    context = {
        "waiting": shown,
        "n_waiting": waiting.count(),
        "n_shown": SHOWN,
        "age_names": [*(name for name, _ in AGES), OLDER],
        "done": done,
        "ages": find_ages(list(waiting.values_list("created_at", flat=True))),
        "by_city": find_cities(waiting),
        "unresolved": find_unresolved(waiting),
        "corrections": find_corrections(),
    }
    return render(request, "desk/overview.html", admin_context(request, "待办总览") | context)


def count_rows(bulletins: Any) -> Any:
    """Bulletins with their numbers of articles, reviewed ones, figures and open questions."""
    return bulletins.annotate(
        n_articles=count_of(Article.objects.all(), "bulletin"),
        n_reviewed=count_of(Article.objects.filter(reviewed=True), "bulletin"),
        n_metrics=count_of(Metric.objects.all(), "article__bulletin"),
        n_open=count_of(Unresolved.objects.filter(outcome=""), "bulletin"),
    )


def name_edits(bulletins: list[Bulletin]) -> None:
    """Give each bulletin its corrections an article (`edits_each`) and by kind (`edits_by_kind`: 数字 3). One query."""
    rows = Revision.objects.corrections().filter(bulletin_id__in=[b.pk for b in bulletins])
    counts: dict[int, Counter[str]] = {b.pk: Counter() for b in bulletins}
    for key, model in rows.values_list("bulletin_id", "model"):
        if model in WHAT:
            counts[key][WHAT[model]] += 1
    for bulletin in bulletins:
        by_kind = counts[bulletin.pk]
        articles = getattr(bulletin, "n_articles", 0)
        bulletin.edits_each = by_kind.total() / articles if articles else 0  # type: ignore[attr-defined]
        words = "，".join(f"{what} {n}" for what, n in by_kind.most_common())
        bulletin.edits_by_kind = words  # type: ignore[attr-defined]


def find_age(at: Any, now: Any) -> str:
    """Since when something waits: 今天, 三天内 … 更早."""
    return next((name for name, days in AGES if now - at < timedelta(days=days)), OLDER)


def find_ages(created: list[Any]) -> list[tuple[str, int]]:
    """How many wait since when: [(今天, 2), …, (更早, 1)]."""
    now = timezone.now()
    counts = Counter(find_age(at, now) for at in created)
    return [(name, counts[name]) for name in [*(name for name, _ in AGES), OLDER]]


def find_cities(waiting: Any) -> list[tuple[str, int, list[int]]]:
    """Articles that wait for review: [(city, how many, by age), …], the most first. One query."""
    rows = Article.objects.filter(bulletin__in=waiting.order_by().values("pk"), reviewed=False)
    now, counts = timezone.now(), defaultdict[str, Counter[str]](Counter)
    for city, at in rows.values_list("city__name", "bulletin__created_at"):
        counts[city or "全省或未定"][find_age(at, now)] += 1
    ages = [*(name for name, _ in AGES), OLDER]
    found = [(city, ages_of.total(), [ages_of[name] for name in ages]) for city, ages_of in counts.items()]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def find_unresolved(waiting: Any) -> list[tuple[str, int]]:
    """Open questions by kind."""
    rows = Unresolved.objects.filter(bulletin__in=waiting.order_by().values("pk"), outcome="")
    counts = dict(rows.values_list("kind").annotate(n=Count("pk")).order_by())
    return [(label, counts.get(kind, 0)) for kind, label in Unresolved.Kind.choices if counts.get(kind)]


def find_corrections() -> list[dict[str, Any]]:
    """Corrections an article by kind, over bulletins that have been reviewed: the parser's weak spots.

    A corrected figure counts by the fields that were wrong.
    """
    reviewed = Article.objects.filter(reviewed=True)
    articles = reviewed.count()
    bulletins = reviewed.values("bulletin")
    rows = Revision.objects.corrections().filter(bulletin_id__in=bulletins)
    counts: Counter[tuple[str, str]] = Counter()
    for action, model, after in rows.values_list("action", "model", "after").iterator():
        if model in {"program", "programalias"}:
            continue
        for name in _kinds(action, model, after):
            counts[name] += 1
    return [
        {"what": what, "how": how, "n": n, "each": n / articles if articles else 0}
        for (what, how), n in counts.most_common(20)
    ]


WHAT = {"metric": "数字", "programmention": "项目", "article": "报道", "bulletin": "版面"}


def _kinds(action: str, model: str, after: dict[str, Any]) -> list[tuple[str, str]]:
    what, how = WHAT.get(model, model), Revision.Action(action).label
    if action != Revision.Action.EDIT:
        return [(what, how)]
    fields = {"metric": Metric, "article": Article}.get(model)
    if fields is None:
        return [(what, how)]
    names = [name for name in after if name not in SILENT | {"review", "place_reason"}]
    return [(what, f"改{fields._meta.get_field(name).verbose_name}") for name in names]
