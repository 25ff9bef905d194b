"""What still stands open when a page is to be published: asked once more, with what it is."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Article, Bulletin, Unresolved

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Doubt:
    """Articles that nobody has reviewed and questions that nobody has settled, counted and the first of them named."""

    unreviewed: int
    open: int
    articles: tuple[Article, ...]
    rows: tuple[Unresolved, ...]

    @property
    def key(self) -> str:
        """What the editor has seen and said yes to: another count is asked for again."""
        return f"{self.unreviewed}-{self.open}"


def find_doubt(bulletin: Bulletin) -> Doubt | None:
    """None where all is reviewed and settled. Costs four queries."""
    articles = bulletin.articles.filter(reviewed=False).order_by("position")
    rows = bulletin.unresolved.filter(outcome="").select_related("article").order_by("article__position", "pk")
    doubt = Doubt(articles.count(), rows.count(), tuple(articles[:SHOWN]), tuple(rows[:SHOWN]))
    return doubt if doubt.unreviewed or doubt.open else None
