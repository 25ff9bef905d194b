"""The record: places, bulletins and articles, programs, metrics, and the journal of their changes."""

from .bulletins import Article, Bulletin, Source, Unresolved
from .error_reports import ErrorReport
from .journal import EditorScope, Revision, find_editor_cities
from .lexicon_entries import (
    ENTRY_MODELS,
    FalseFriendEntry,
    LexiconEntry,
    PeriodEntry,
    QualifierEntry,
    StatusEntry,
    UnitEntry,
)
from .metrics import Indicator, Metric, MetricMention
from .places import City, County, Zone
from .programs import Category, Program, ProgramAlias, ProgramMention
from .promise_rulings import PromiseRuling
from .search import ArticleIndex
from .summaries import CategoryTally, IndicatorTally, LatestFigure, Level, PlaceTally, ProgramTally, PromiseOutcome

__all__ = [
    "ENTRY_MODELS",
    "Article",
    "ArticleIndex",
    "Bulletin",
    "Category",
    "CategoryTally",
    "City",
    "County",
    "EditorScope",
    "ErrorReport",
    "FalseFriendEntry",
    "Indicator",
    "IndicatorTally",
    "LatestFigure",
    "Level",
    "LexiconEntry",
    "Metric",
    "MetricMention",
    "PeriodEntry",
    "PlaceTally",
    "Program",
    "ProgramAlias",
    "ProgramMention",
    "ProgramTally",
    "PromiseOutcome",
    "PromiseRuling",
    "QualifierEntry",
    "Revision",
    "Source",
    "StatusEntry",
    "UnitEntry",
    "Unresolved",
    "Zone",
    "find_editor_cities",
]
