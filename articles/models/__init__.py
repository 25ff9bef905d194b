from .bulletins import Article, Bulletin, Source, Unresolved
from .metrics import Indicator, Metric, MetricMention
from .places import City, County, Zone
from .programs import Category, Program, ProgramAlias, ProgramMention

__all__ = [
    "Article",
    "Bulletin",
    "Category",
    "City",
    "County",
    "Indicator",
    "Metric",
    "MetricMention",
    "Program",
    "ProgramAlias",
    "ProgramMention",
    "Source",
    "Unresolved",
    "Zone",
]
