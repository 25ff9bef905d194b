"""Parser records → model rows. Builds only; `save_articles` stores them, with a fixed number of statements a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from articles.models import Article, Bulletin, Metric, MetricMention, ProgramMention, Unresolved
from articles.parser import records
from articles.parser.records import Mention, ParsedArticle, ParsedBulletin, Rule, SourceText, Story

from .keys import Keys, load_keys
from .same_story import find_same_stories, find_shingles, sample_shingles

#: What numeric(20, 4) holds.
LARGEST = Decimal(10) ** 16
SMALLEST_STEP = Decimal("0.0001")
TITLE_PARTS = ("kicker", "headline", "deck", "captions")


class SpanError(ValueError):
    """The parser broke its contract: a span does not hold its quote."""


def save_articles(bulletin: Bulletin, parsed: ParsedBulletin) -> list[Article]:
    """Store every article of a parsed page with all its facts; the caller holds the transaction."""
    keys = load_keys(parsed.articles)
    articles = [build_article(bulletin, i, one, keys) for i, one in enumerate(parsed.articles)]
    texts = [article.text for article in articles]
    same = find_same_stories(texts, published_on=bulletin.published_on, without=bulletin.pk)
    for article, story in zip(articles, same, strict=True):
        article.same_story_as = story.article if story else None
    Article.objects.bulk_create(articles)
    pairs = list(zip(articles, parsed.articles, strict=True))
    unresolved = [build_unresolved(bulletin, articles, one) for one in parsed.unresolved]
    save_facts(pairs, keys, unresolved)
    return articles


def save_facts(
    pairs: Sequence[tuple[Article, ParsedArticle]], keys: Keys, unresolved: Iterable[Unresolved] = ()
) -> None:
    """Store mentions, metrics and unresolved rows of stored articles; the caller holds the transaction."""
    mentions: list[ProgramMention] = []
    metrics: list[tuple[Metric, records.MetricMention]] = []
    left = list(unresolved)
    for article, one in pairs:
        mentions += build_program_mentions(article, one, keys)
        left += keys.refused_programs(article, one)
        for metric in one.facts.metrics:
            if problem := find_problem(metric):
                left.append(_build_refused_metric(article, metric, problem))
            else:
                metrics.append((build_metric(article, one, metric, keys), metric))
    ProgramMention.objects.bulk_create(mentions)
    Metric.objects.bulk_create([row for row, _ in metrics])
    MetricMention.objects.bulk_create([again for row, metric in metrics for again in _build_again(row, metric)])
    Unresolved.objects.bulk_create(left)


def build_article(bulletin: Bulletin, position: int, one: ParsedArticle, keys: Keys) -> Article:
    """An unsaved article of `bulletin` from its story and facts."""
    article = Article(bulletin=bulletin, position=position, published_on=bulletin.published_on)
    fill_article(article, one, keys)
    return article


def fill_article(article: Article, one: ParsedArticle, keys: Keys) -> None:
    """Set everything on `article` that the parser reads, except what a person has set."""
    for name, value in (_story_fields(one.story) | _place_fields(one, keys)).items():
        if name not in article.edited_fields:
            setattr(article, name, value)
    facts = one.facts
    article.organizations = [union.name for union in facts.organizations]
    article.places = [[p.mention.part, p.mention.start, p.mention.end, p.code] for p in facts.places]
    article.rejected = [[m.part, m.start, m.end, rule.name, rule.reason] for m, rule in facts.rejected]
    article.shingles = sample_shingles(find_shingles(article.text))


def _story_fields(story: Story) -> dict[str, object]:
    titles = {part: story.part(part) for part in TITLE_PARTS}  # type: ignore[arg-type]
    return titles | {
        "kind": story.kind,
        "lead": story.lead,
        "credit": story.credit.text[:100],
        "reporters": list(story.byline.reporters),
        "trainees": list(story.byline.trainees),
        "correspondents": list(story.byline.correspondents),
        "photographers": list(story.byline.photographers),
        "text": story.body.text,
        "text_runs": build_runs(story.body),
        "part_runs": {part: _title_runs(getattr(story, part)) for part in TITLE_PARTS if getattr(story, part)},
    }


def build_runs(source: SourceText) -> list[list[int]]:
    """[[start, raw, length], …] of a text."""
    return [[run.start, run.raw, run.length] for run in source.runs]


def _title_runs(lines: tuple[records.TitleLine, ...]) -> list[list[int]]:
    """Runs of title lines joined by "\\n"; the joint itself has no place of its own in the paste."""
    runs, offset = [], 0
    for line in lines:
        runs += [[offset + start, raw, length] for start, raw, length in build_runs(line.text)]
        offset += len(line.text.text) + 1
    return runs


def _place_fields(one: ParsedArticle, keys: Keys) -> dict[str, object]:
    place = one.facts.place
    return {
        "city_id": place.city_code if place.city_code in keys.cities else None,
        "county_id": place.county_code if place.county_code in keys.counties else None,
        "place_reason": place.rule.reason[:200],
    }


def build_rules(rules: Iterable[Rule]) -> list[list[str]]:
    return [[rule.name, rule.reason] for rule in rules]


def check_span(article: Article, mention: Mention) -> None:
    """Raise SpanError unless the article holds the quote where the mention says."""
    if article.part_text(mention.part)[mention.start : mention.end] != mention.quote or not mention.quote:
        raise SpanError(f"{mention.part}[{mention.start}:{mention.end}] is not {mention.quote!r}")


def build_program_mentions(article: Article, one: ParsedArticle, keys: Keys) -> list[ProgramMention]:
    """One row a program: two names of one program in an article are one mention with all their spans."""
    rows: dict[int, ProgramMention] = {}
    for program in one.facts.programs:
        known = keys.programs.get(program.canonical)
        if known is None:
            continue
        for mention in program.mentions:
            check_span(article, mention)
        spans = [[m.part, m.start, m.end] for m in program.mentions]
        if known.pk in rows:
            rows[known.pk].spans += [span for span in spans if span not in rows[known.pk].spans]
            continue
        first = program.mentions[0]
        rows[known.pk] = ProgramMention(
            article=article,
            program=known,
            name=program.name[:80],
            part=first.part,
            start=first.start,
            end=first.end,
            quote=first.quote,
            spans=spans,
            rules=build_rules(program.rules),
            certain=program.certain,
            **copied_fields(article),
        )
    return list(rows.values())


def copied_fields(article: Article) -> dict[str, object]:
    """What mentions and metrics repeat of their article, for counting without a join."""
    return {
        "city_id": article.city_id,
        "county_id": article.county_id,
        "published_on": article.published_on,
        "is_public": False,
    }


def find_problem(metric: records.MetricMention) -> str:
    """Why a figure cannot be stored, "" if it can."""
    values = [metric.value, metric.value if metric.value_max is None else metric.value_max]
    if any(not value.is_finite() or abs(value) >= LARGEST for value in values):
        return "数值大得无法保存"
    if any(value != value.quantize(SMALLEST_STEP) for value in values):
        return "小数超过四位，无法如数保存"
    if values[1] < values[0]:
        return "区间的上限小于下限"
    return ""


def build_metric(article: Article, one: ParsedArticle, metric: records.MetricMention, keys: Keys) -> Metric:
    """An unsaved figure of `article`; its quote is widened to hold the figure if the parser's does not."""
    evidence = _widen(article, metric.mentions[0], metric.figure)
    check_span(article, evidence)
    check_span(article, metric.figure)
    return Metric(
        article=article,
        program=keys.program_named(one, metric.program),
        indicator=keys.indicators.get(metric.indicator_code),
        indicator_words=metric.indicator[:120],
        value=metric.value,
        value_max=metric.value_max,
        unit=metric.unit[:20],
        unit_family=metric.unit_family[:20],
        qualifier=metric.qualifier,
        status=metric.status,
        cumulative=metric.cumulative,
        period=metric.period.text[:60],
        period_start=metric.period.start,
        period_end=metric.period.end,
        part=evidence.part,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.quote,
        figure_start=metric.figure.start,
        figure_end=metric.figure.end,
        rules=build_rules(metric.rules),
        other_programs=list(metric.other_programs),
        other_indicators=list(metric.other_indicators),
        certain=metric.certain,
        **copied_fields(article),
    )


def _widen(article: Article, quote: Mention, figure: Mention) -> Mention:
    if quote.part != figure.part:
        return figure
    start, end = min(quote.start, figure.start), max(quote.end, figure.end)
    return Mention(quote.part, start, end, article.part_text(quote.part)[start:end])


def _build_again(row: Metric, metric: records.MetricMention) -> list[MetricMention]:
    for mention in metric.mentions[1:]:
        check_span(row.article, mention)
    return [
        MetricMention(metric=row, part=m.part, start=m.start, end=m.end, quote=m.quote) for m in metric.mentions[1:]
    ]


def _build_refused_metric(article: Article, metric: records.MetricMention, problem: str) -> Unresolved:
    figure = metric.figure
    return Unresolved(
        bulletin_id=article.bulletin_id,
        article=article,
        kind=Unresolved.Kind.QUANTITY,
        state=Unresolved.State.UNKNOWN,
        part=figure.part,
        start=figure.start,
        end=figure.end,
        quote=figure.quote,
        reason=problem,
    )


def build_unresolved(bulletin: Bulletin, articles: Sequence[Article], one: records.Unresolved) -> Unresolved:
    """An unsaved unresolved row; spans of the page itself count in the raw text."""
    return Unresolved(
        bulletin=bulletin,
        article=None if one.article is None else articles[one.article],
        kind=one.kind,
        state=one.state,
        part=one.part,
        start=one.start,
        end=one.end,
        quote=one.quote,
        reason=one.reason[:300],
        candidates=list(one.candidates),
    )
