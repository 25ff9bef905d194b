"""The record: places, bulletins and articles, programs, metrics, and the journal of their changes."""

from .bulletins import Article, Bulletin, Source, Unresolved
from .error_reports import ErrorReport
from .journal import EditorScope, Revision, find_editor_cities
from .metrics import Indicator, Metric, MetricMention
from .places import City, County, Zone
from .programs import Category, Program, ProgramAlias, ProgramMention
from .promise_rulings import PromiseRuling
from .search import ArticleIndex

__all__ = [
    "Article",
    "ArticleIndex",
    "Bulletin",
    "Category",
    "City",
    "County",
    "EditorScope",
    "ErrorReport",
    "Indicator",
    "Metric",
    "MetricMention",
    "Program",
    "ProgramAlias",
    "ProgramMention",
    "PromiseRuling",
    "Revision",
    "Source",
    "Unresolved",
    "Zone",
    "find_editor_cities",
]
