"""The citation line of an article by GB/T 7714—2015."""

from __future__ import annotations

from articles.masking import mask_part
from articles.models import Article, Source

#: Document type marks: a newspaper, an internal bulletin, a post on the web.
MARKS = {Source.Kind.PAPER: "N", Source.Kind.BULLETIN: "Z", Source.Kind.POST: "EB/OL"}
#: More authors than this are cut with 等.
MOST_AUTHORS = 3


def cite(article: Article) -> str:
    """贾馨然, 余开阳. 力争惠及面更广 服务更优[N]. 浙江工人日报, 2025-06-03(2).

    Needs `bulletin__source` loaded.
    """
    names = bylined(article)
    authors = ", ".join(names[:MOST_AUTHORS]) + (", 等" if len(names) > MOST_AUTHORS else "")
    source = article.bulletin.source
    page = f"({article.bulletin.page})" if article.bulletin.page else ""
    parts = [authors, f"{mask_part(article, article.title)}[{MARKS[Source.Kind(source.kind)]}]"]
    return f"{'. '.join(filter(None, parts))}. {source.name}, {article.published_on.isoformat()}{page}."


def bylined(article: Article) -> list[str]:
    """Everybody the byline names, in the order of the roles."""
    return [*article.reporters, *article.trainees, *article.correspondents] or list(article.photographers)
