"""The tile grid: ninety counties as equal squares, by city, each a link with a value.

The grid shows no border and no extent; every page says so beneath it
(示意网格，不代表行政区域界线).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from articles.models import City, County

from .places import Gazetteer


@dataclass(frozen=True)
class Mark:
    """How a tile looks: class of its fill, the sign or number it shows, and the same in words."""

    fill: str
    shown: str
    words: str


UNREPORTED = Mark("k0", "—", "未见报道")


@dataclass(frozen=True)
class Tile:
    county: County
    mark: Mark
    href: str
    is_self: bool = False

    @property
    def position(self) -> str:
        return f"c{self.county.grid_col} r{self.county.grid_row}"


@dataclass(frozen=True)
class CityTiles:
    city: City
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Key:
    """One entry of the legend."""

    fill: str
    words: str


@dataclass(frozen=True)
class Grid:
    label: str
    cities: tuple[CityTiles, ...]
    legend: tuple[Key, ...]


def build_grid(
    gazetteer: Gazetteer,
    marks: Mapping[str, Mark],
    *,
    label: str,
    legend: Iterable[Key],
    href: Callable[[County], str] = County.get_absolute_url,
    self_code: str = "",
) -> Grid:
    """The grid of all counties; one without a mark is 未见报道."""
    return Grid(
        label,
        tuple(
            CityTiles(
                city,
                tuple(
                    Tile(county, marks.get(county.code, UNREPORTED), href(county), county.code == self_code)
                    for county in gazetteer.in_city(city.code)
                ),
            )
            for city in gazetteer.cities
        ),
        tuple(legend),
    )


#: Steps of the sequential scale for small counts: lowest value of each step.
COUNT_STEPS = (1, 2, 4, 6, 8)
COUNT_LEGEND = (
    Key("k0", "未见报道"),
    Key("k1", "1个"),
    Key("k2", "2–3"),
    Key("k3", "4–5"),
    Key("k4", "6–7"),
    Key("k5", "8个及以上"),
)


def step_of(value: Decimal | int, steps: Sequence[Decimal | int]) -> str:
    """The class of the step a value falls into: k1 from the first bound on."""
    return f"k{sum(value >= bound for bound in steps) or 1}"


def count_mark(count: int) -> Mark:
    return Mark(step_of(count, COUNT_STEPS), str(count), f"{count}个项目")


#: Age of the last report in days: newer is darker.
AGE_STEPS = ((31, "k5", "一个月内"), (92, "k4", "三个月内"), (183, "k3", "半年内"), (366, "k2", "一年内"))
AGE_LEGEND = (
    *(Key(fill, words) for _, fill, words in AGE_STEPS),
    Key("k1", "一年以上"),
    Key("k0", "未见报道"),
)


def age_mark(last: date, today: date) -> Mark:
    """The month of the last report, darker the newer it is."""
    age = (today - last).days
    fill = next((fill for bound, fill, _ in AGE_STEPS if age <= bound), "k1")
    return Mark(fill, f"{last:%y.%m}", f"最近{last.isoformat()}")


ADOPTION_MARKS = {
    "done": Mark("kd", "●", "有实绩数字"),
    "plan": Mark("kp", "○", "只有计划数字"),
    "named": Mark("ko", "·", "提到在办，无数字"),
}


def adoption_marks(named: set[str], planned: set[str], done: set[str]) -> dict[str, Mark]:
    """The three states of a county that has a report: actual figures, plans only, no figures."""
    every = named | planned | done
    return {code: ADOPTION_MARKS["done" if code in done else "plan" if code in planned else "named"] for code in every}


def adoption_legend(marks: Mapping[str, Mark], counties: int) -> tuple[Key, ...]:
    """The legend of the three states with how many counties are in each."""
    fills = [mark.fill for mark in marks.values()]
    return (
        Key("kd", f"有实绩数字 {fills.count('kd')}"),
        Key("kp", f"只有计划 {fills.count('kp')}"),
        Key("ko", f"提到在办，无数字 {fills.count('ko')}"),
        Key("k0", f"未见报道 {counties - len(fills)}"),
    )


def value_steps(values: Sequence[Decimal]) -> list[Decimal]:
    """Bounds of five steps with about as many values in each (the scale says so in its legend)."""
    ordered = sorted(set(values))
    if len(ordered) <= 5:
        return ordered
    return [ordered[index * len(ordered) // 5] for index in range(5)]
