"""Invented reports: which county, program, indicator and day, and the words with the figures in them.

Nothing here is reported anywhere. Sizes follow what archives look like: a few counties and programs have most
of the reports, later years have more, a fifth of the figures are promises, one figure in six belongs to no program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

#: Programs that no lexicon knows, of one county or a few: so many for each thousand articles, at most 4,000.
LOCAL_PER_THOUSAND = 20
MOST_LOCAL = 4_000
FIRST_NAMES = [
    "春晖", "清溪", "山海", "暖阳", "同心", "湖畔", "江南", "稻香", "云上", "匠心",
    "红帆", "绿谷", "星火", "启航", "彩虹", "小城", "百合", "青松", "橙意", "初心",
]  # fmt: skip
LAST_NAMES = [
    "学堂", "课堂", "驿家", "服务队", "行动", "计划", "工坊", "讲堂",
    "集市", "夜校", "热线", "关爱营", "健康站", "议事厅", "练兵场",
]  # fmt: skip
LEADS = ("近日", "连日来", "日前", "今年以来", "上半年")
VERBS = {"actual": ("已完成", "共有", "累计达到", "办了"), "planned": ("计划完成", "力争达到", "拟办", "预计有")}
FILLER = (
    "活动现场气氛热烈，职工们纷纷表示很受鼓舞。",
    "区总工会相关负责人介绍了下一步打算。",
    "前来参加的职工带着家人，排起了长队。",
    "企业工会同步做好了后勤保障。",
)
UNIT_FAMILIES = {
    "人": "people", "名": "people", "人次": "visits", "期": "sessions", "场": "sessions", "次": "sessions",
    "家": "sites", "个": "sites", "处": "sites", "元": "money", "%": "ratio", "户": "households", "件": "cases",
    "份": "goods",
}  # fmt: skip
QUALIFIERS = ("exact",) * 12 + ("over", "over", "at_least", "at_least", "about", "about", "under", "at_most")


@dataclass(frozen=True, slots=True)
class Place:
    """A county, a city as a whole (`county` empty) or the province (both empty)."""

    city: str | None
    county: str | None
    name: str


@dataclass(frozen=True, slots=True)
class ProgramSeed:
    """A program to report of; `places` limits a local one to where it is run."""

    name: str
    category: str
    pk: int = 0
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorSeed:
    pk: int
    name: str
    unit: str
    category: str


@dataclass(frozen=True, slots=True)
class FigureSeed:
    """A figure with the span of its quote in the text."""

    program: ProgramSeed | None
    indicator: IndicatorSeed | None
    words: str
    value: int
    unit: str
    qualifier: str
    planned: bool
    cumulative: bool
    period: tuple[date | None, date | None]
    start: int
    end: int
    figure_start: int


@dataclass(slots=True)
class Report:
    """One invented article: everything that a row of each table is made from."""

    place: Place
    day: date
    headline: str
    text: str = ""
    programs: list[tuple[ProgramSeed, int]] = field(default_factory=list)
    figures: list[FigureSeed] = field(default_factory=list)


class Weighted:
    """Draws from a list in which the n-th is about 1/n as frequent as the first."""

    def __init__(self, items: Sequence, power: float) -> None:
        self.items = items
        self.bounds = list(accumulate((place + 1) ** -power for place in range(len(items))))

    def draw(self, random: Random):
        return random.choices(self.items, cum_weights=self.bounds)[0]


def invent_programs(
    numbers: range, places: Sequence[Place], categories: Sequence[str], random: Random
) -> list[ProgramSeed]:
    """A local program for each number; no two numbers give one name."""
    programs = []
    for number in numbers:
        home = tuple(random.sample(range(len(places)), min(len(places), random.choice((1, 1, 1, 2, 3, 6)))))
        first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number // len(FIRST_NAMES) % len(LAST_NAMES)]
        name = f"{places[home[0]].name[:2]}{first}{last}{number}"
        programs.append(ProgramSeed(name, random.choice(categories), places=home))
    return programs


@dataclass
class Composer:
    """Invents reports. `programs` are the known ones, `local` those that are run in a few places only."""

    places: Sequence[Place]
    programs: Sequence[ProgramSeed]
    local: Sequence[ProgramSeed]
    indicators: Sequence[IndicatorSeed]
    first: date
    last: date
    random: Random

    def __post_init__(self) -> None:
        self._places = Weighted(range(len(self.places)), 0.6)
        self._programs = Weighted(self.programs, 0.8)
        self._of_category = {
            category: Weighted([i for i in self.indicators if i.category == category] or list(self.indicators), 0.7)
            for category in {p.category for p in (*self.programs, *self.local)}
        }
        self._local: dict[int, list[ProgramSeed]] = {}
        for program in self.local:
            for place in program.places:
                self._local.setdefault(place, []).append(program)

    def compose(self, count: int, figures: int = 5) -> Iterator[list[Report]]:
        """`count` reports with about `figures` figures each, as pages of up to eight of one day."""
        done = 0
        while done < count:
            day, size = self._day(), min(self.random.randint(5, 8), count - done)
            yield [self._report(done + place, figures, day) for place in range(size)]
            done += size

    def _report(self, number: int, figures: int, day: date) -> Report:
        random = self.random
        at = self._places.draw(random)
        place = self.places[at]
        report = Report(place, day, "")
        named = [self._program(at) for _ in range(random.choice((1, 2, 2, 3)))]
        named = list(dict.fromkeys(named))
        report.headline = f"{place.name}{random.choice(VERBS['actual'])}“{named[0].name}”新一批（{number}）"
        report.text = f"本报讯 {random.choice(LEADS)}，{place.name}总工会推进"
        for program in named:
            report.programs.append((program, len(report.text)))
            report.text += program.name + ("、" if program is not named[-1] else "等项目。")
        for _ in range(max(1, figures + random.randint(-2, 2))):
            self._add_figure(report, named)
        report.text += "".join(random.sample(FILLER, random.randint(1, len(FILLER))))
        return report

    def _day(self) -> date:
        """A day of the span, later ones more frequent."""
        share = 1 - self.random.random() ** 1.6 if self.random.random() < 0.75 else self.random.random()
        return self.first + timedelta(days=int(share * (self.last - self.first).days))

    def _program(self, place: int) -> ProgramSeed:
        local = self._local.get(place)
        if local and self.random.random() < 0.25:
            return self.random.choice(local)
        return self._programs.draw(self.random)

    def _add_figure(self, report: Report, named: list[ProgramSeed]) -> None:
        random = self.random
        program = random.choice(named) if random.random() < 0.84 else None
        category = (program or named[0]).category
        known = self._of_category[category].draw(random)
        indicator = known if random.random() < 0.85 else None
        planned = random.random() < 0.2
        unit = known.unit if random.random() < 0.9 else "个"
        value = max(1, int(random.lognormvariate(4.5, 1.6)))
        start = len(report.text)
        said = random.choice(VERBS["planned" if planned else "actual"])
        figure = f"{value}{unit}"
        report.text += f"{known.name}{said}{figure}。"
        report.figures.append(
            FigureSeed(
                program,
                indicator,
                known.name,
                value,
                unit,
                random.choice(QUALIFIERS),
                planned,
                random.random() < 0.15,
                self._period(report.day, planned),
                start,
                len(report.text) - 1,
                start + len(known.name) + len(said),
            )
        )

    def _period(self, day: date, planned: bool) -> tuple[date | None, date | None]:
        """None; the year of publication; or, of what is reported, up to the day."""
        kind = self.random.random()
        if kind < 0.35:
            return None, None
        if planned or kind < 0.8:
            year = day.year + (1 if planned and kind > 0.9 else 0)
            return date(year, 1, 1), date(year, 12, 31)
        return None, day


def unit_family(unit: str) -> str:
    return UNIT_FAMILIES.get(unit, "")
