"""One question, answered in groups: places, programs, figures, articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article, City, County, Indicator, Level, Metric, Program, ProgramAlias, ProgramTally

from .terms import Condition, Question, build_tsquery, fold, parse_question

#: So many of the newest matches are looked at; counts beyond are said as "以上".
CAP = 1000
MAX_NAMES = 30


@dataclass(frozen=True, slots=True)
class Expansion:
    """A typed word that is a program's name, and the program's other names that were looked for too."""

    term: str
    program: str
    slug: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceHit:
    place: City | County
    why: str


@dataclass(frozen=True, slots=True)
class Filters:
    """How a search is narrowed. Empty strings and None narrow nothing."""

    city: str = ""
    county: str = ""
    program: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `article_ids` are the newest `CAP` matches; `more` says that there were others."""

    question: Question
    expansions: tuple[Expansion, ...] = ()
    terms: tuple[str, ...] = ()
    places: tuple[PlaceHit, ...] = ()
    programs: tuple[Program, ...] = ()
    article_ids: tuple[int, ...] = ()
    more: bool = False
    years: dict[int, int] = field(default_factory=dict)
    cities: tuple[tuple[City, int], ...] = ()


def answer(question: Question, filters: Filters = Filters()) -> Answer:
    """Everything that answers `question`; a bounded number of queries, whatever is found."""
    if not question:
        return Answer(question)
    expansions = () if question.exact else expand_aliases(question.terms)
    wanted = with_names(question.terms, expansions)
    ids, more = find_article_ids(question, wanted, filters)
    years, cities = count_facets(ids)
    return Answer(
        question=question,
        expansions=expansions,
        terms=tuple(dict.fromkeys(name for group in wanted for name in group)),
        places=tuple(hit for term in question.terms for hit in find_places(term)),
        programs=find_programs(wanted),
        article_ids=tuple(ids),
        more=more,
        years=years,
        cities=cities,
    )


def expand_aliases(terms: Sequence[str]) -> tuple[Expansion, ...]:
    """Other names of the programs that a term names exactly: 爱心驿站 → 工会驿站, 户外劳动者服务站点 …"""
    known = ProgramAlias.objects.filter(name__in=terms, program__merged_into=None).values_list("name", "program")
    programs = dict(Program.objects.filter(name__in=terms, merged_into=None).values_list("name", "pk"))
    owner = {**dict(known), **programs}
    found = Program.objects.filter(pk__in=set(owner.values())).prefetch_related("aliases").in_bulk()
    return tuple(_expansion(term, found[owner[term]]) for term in terms if term in owner)


def _expansion(term: str, program: Program) -> Expansion:
    names = dict.fromkeys([program.name, *(alias.name for alias in program.aliases.all())])
    others = [fold(name) for name in names if fold(name) != term]
    return Expansion(term, program.name, program.slug, tuple(others[:MAX_NAMES]))


def with_names(terms: Sequence[str], expansions: Sequence[Expansion]) -> tuple[tuple[str, ...], ...]:
    """Each term with the other names of the program it names."""
    names = {e.term: e.names for e in expansions}
    return tuple((term, *names.get(term, ())) for term in terms)


def _covering(names: Sequence[str]) -> list[str]:
    """The names without those that hold another one: who finds 爱心驿站 has found 户外劳动者爱心驿站."""
    return [n for n in dict.fromkeys(names) if not any(o != n and o in n for o in names)]


def build_query(wanted: Sequence[Sequence[str]]) -> str:
    """Groups of alternatives as one tsquery: all groups, any name of each."""
    groups = []
    for names in wanted:
        parts = [part for part in map(build_tsquery, _covering(names)) if part]
        if parts:
            groups.append("(" + " | ".join(f"({part})" for part in parts) + ")")
    return " & ".join(groups)


def by_words(day: F) -> Coalesce:
    """The day, so written that the database sorts what the words leave.

    Walking down the days and trying the words on each article costs seconds where few have them.
    """
    return Coalesce(day, day)


def find_article_ids(question: Question, wanted: Sequence[Sequence[str]], filters: Filters) -> tuple[list[int], bool]:
    """Ids of the newest matching articles, at most `CAP`, and whether there are more."""
    rows = _matching(narrow(Article.objects.published(), filters, question.year), question, wanted)
    newest = rows.order_by(by_words(F("published_on")).desc() if wanted else F("published_on").desc(), "-pk")
    ids = list(newest.values_list("pk", flat=True)[: CAP + 1])
    return ids[:CAP], len(ids) > CAP


def _matching(rows: QuerySet[Article], question: Question, wanted: Sequence[Sequence[str]]) -> QuerySet[Article]:
    for condition in question.conditions:
        rows = rows.filter(pk__in=Metric.objects.published().filter(meets(condition)).values("article"))
    if raw := build_query(wanted):
        rows = rows.filter(search_index__vector=SearchQuery(raw, config="simple", search_type="raw"))
    return rows


@dataclass(frozen=True, slots=True)
class Phrase:
    """A question with the names that each of its words stands for, ready to filter lists by."""

    question: Question
    wanted: tuple[tuple[str, ...], ...]

    def filter(self, rows: QuerySet[Article]) -> QuerySet[Article]:
        """The articles whose text, titles, places or programs hold every word; none if there is no word in it."""
        if not self.question:
            return rows.none()
        rows = _matching(rows, self.question, self.wanted)
        return rows.filter(published_on__year=self.question.year) if self.question.year else rows


def read_phrase(text: str) -> Phrase:
    """What was typed into a list's field for words, aliases looked up: at most three queries."""
    question = parse_question(text)
    expansions = () if question.exact else expand_aliases(question.terms)
    return Phrase(question, with_names(question.terms, expansions))


def meets(condition: Condition) -> Q:
    """Figures a number condition asks for: those of the indicators it names (儿童数 → TB04 …), else by their words."""
    value = Q(**{f"value__{condition.lookup}": condition.value})
    what = condition.what.removesuffix("数")
    if not what:
        return value
    named = Indicator.objects.filter(Q(name__icontains=what) | Q(cue_words__contains=[what])).values_list(
        "pk", flat=True
    )
    if codes := list(named):
        return value & Q(indicator__in=codes)
    return value & Q(indicator_words__icontains=what)


def narrow(rows: QuerySet[Article], filters: Filters, year: int | None) -> QuerySet[Article]:
    """Articles by place, program and year of publication."""
    if filters.county:
        rows = rows.filter(county_id=filters.county)
    elif filters.city:
        rows = rows.filter(city_id=filters.city)
    if filters.program:
        rows = rows.filter(program_mentions__program__slug=filters.program)
    if wanted_year := filters.year or year:
        rows = rows.filter(published_on__year=wanted_year)
    return rows


def count_facets(ids: Sequence[int]) -> tuple[dict[int, int], tuple[tuple[City, int], ...]]:
    """Years and cities of the articles found, with counts; two queries."""
    rows = Article.objects.filter(pk__in=ids).values_list("published_on__year", "city")
    years, cities = Counter[int](), Counter[str]()
    for year, city in rows:
        years[year] += 1
        cities[city] += 1
    known = City.objects.in_bulk([code for code in cities if code])
    ranked = sorted(((known[c], n) for c, n in cities.items() if c), key=lambda pair: (-pair[1], pair[0].order))
    return dict(sorted(years.items(), reverse=True)), tuple(ranked)


def find_places(term: str) -> list[PlaceHit]:
    """Places by name, alias, pinyin or initials: 衢江, 畲乡, qujiang, qjq."""
    rows: list[City | County] = [*City.objects.all(), *County.objects.select_related("city")]
    return [PlaceHit(place, why) for place in rows if (why := _why_place(place, term))]


def _why_place(place: City | County, term: str) -> str:
    if term in (place.name, place.short) or (len(term) > 1 and place.name.startswith(term)):
        return "名称"
    if term in place.aliases:
        return f"别称 {term}"
    former = [old for old in getattr(place, "former", []) if len(term) > 1 and str(old).startswith(term)]
    if former:
        return f"曾用名 {former[0]}"
    if term.isascii() and len(term) > 1:
        if place.initials.startswith(term):
            return "拼音首字母"
        if place.pinyin.replace(" ", "").startswith(term):
            return "拼音"
    return ""


def find_programs(wanted: Sequence[Sequence[str]], limit: int = 12) -> tuple[Program, ...]:
    """Programs with a public report that one of the words names, those with most counties first."""
    if not wanted:
        return ()
    named = Q()
    for names in wanted:
        for name in _covering(names):
            named |= Q(name__icontains=name) | Q(aliases__name__icontains=name)
            if name.isascii():
                named |= Q(pinyin__startswith=name)
    whole = ProgramTally.objects.filter(program=OuterRef("pk"), level=Level.PROVINCE, year=0, articles__gt=0)
    vouched = Q(confirmed=True) | Q(from_lexicon=True)
    ids = Program.objects.filter(named & vouched, merged_into=None).values("pk")
    rows = Program.objects.filter(pk__in=ids).annotate(counties=Subquery(whole.values("counties")[:1]))
    rows = rows.exclude(counties=None)
    return tuple(rows.order_by("-counties", "pinyin").prefetch_related("aliases")[:limit])


def find_metrics(found: Answer) -> QuerySet[Metric]:
    """Public figures of the articles found whose sentence, indicator or program holds a searched word."""
    rows = Metric.objects.published().filter(article_id__in=found.article_ids)
    named = Q()
    for term in found.terms:
        named |= Q(quote__icontains=term) | Q(indicator_words__icontains=term) | Q(program__name__icontains=term)
    for condition in found.question.conditions:
        rows = rows.filter(meets(condition))
    return rows.filter(named).order_by("-published_on", "article_id", "start").for_list()


def rank_articles(found: Answer, *, by_date: bool = False) -> QuerySet[Article]:
    """The articles found, best first (titles, places and programs weigh most) or newest first."""
    rows = Article.objects.filter(pk__in=found.article_ids).for_list()
    raw = build_query([found.terms]) if found.terms else ""
    if by_date or not raw:
        return rows.order_by("-published_on", "-pk")
    rank = SearchRank(F("search_index__vector"), SearchQuery(raw, config="simple", search_type="raw"))
    return rows.annotate(rank=rank).order_by("-rank", "-published_on", "-pk")
