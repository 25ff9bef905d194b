"""The gazetteer as the pages need it: eleven cities and ninety counties in two queries."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import City, County

#: Peer groups a county can be read beside, by the word in the address.
PEER_GROUPS = {
    "city": "同市各地",
    "mountain": "山区26县",
    "island": "海岛县（区）",
    "district": "市辖区",
    "county-city": "县级市",
}


@dataclass(frozen=True)
class Gazetteer:
    """All cities and counties, in the order of the code."""

    cities: tuple[City, ...]
    counties: tuple[County, ...]

    def city(self, code: str | None) -> City | None:
        return next((city for city in self.cities if city.code == code), None)

    def county(self, code: str | None) -> County | None:
        return next((county for county in self.counties if county.code == code), None)

    def in_city(self, code: str) -> list[County]:
        return [county for county in self.counties if county.city_id == code]

    def name(self, city_code: str | None, county_code: str | None) -> str:
        """衢江区 for a county, 衢州市 for a city as a whole, 全省 for neither."""
        place = self.county(county_code) or self.city(city_code)
        return place.name if place else "全省"

    def full_name(self, city_code: str | None, county_code: str | None) -> str:
        """衢州市衢江区: what a list needs where two counties could be meant."""
        city = self.city(city_code)
        county = self.county(county_code)
        return (f"{city.name if city else ''}{county.name if county else ''}") or "全省"

    def peers(self, county: County, group: str) -> list[County]:
        """The counties a county is read beside, itself among them."""
        same = {
            "mountain": lambda other: other.is_mountain,
            "island": lambda other: other.is_island,
            "district": lambda other: other.kind == County.Kind.DISTRICT,
            "county-city": lambda other: other.kind == County.Kind.COUNTY_CITY,
        }.get(group, lambda other: other.city_id == county.city_id)
        return [other for other in self.counties if same(other)]


def peer_groups_of(county: County) -> dict[str, str]:
    """The groups that a county belongs to."""
    belongs = {
        "city": True,
        "mountain": county.is_mountain,
        "island": county.is_island,
        "district": county.kind == County.Kind.DISTRICT,
        "county-city": county.kind == County.Kind.COUNTY_CITY,
    }
    return {key: label for key, label in PEER_GROUPS.items() if belongs[key]}


def load_gazetteer() -> Gazetteer:
    """Two queries, whatever is asked of it afterwards."""
    cities = tuple(City.objects.order_by("order", "code"))
    by_code = {city.code: city for city in cities}
    counties = tuple(County.objects.order_by("code"))
    for county in counties:
        county.city = by_code[county.city_id]
    return Gazetteer(cities, counties)
