"""The page that shows the API, made from its OpenAPI schema; and the data dictionary of the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

from .columns import QUALIFIERS
from .downloads import DOWNLOADS
from .dump import KINDS, TABLES


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the API as its schema describes it."""

    path: str
    summary: str
    parameters: tuple[tuple[str, str], ...]


def read_endpoints(schema: dict[str, Any]) -> list[Endpoint]:
    """The schema's GET operations, in the order of their addresses."""
    found = []
    for path, operations in schema["paths"].items():
        get = operations.get("get")
        if get and get.get("summary"):
            parameters = tuple((p["name"], p.get("description", "")) for p in get.get("parameters", []))
            found.append(Endpoint(path, get["summary"], parameters))
    return found


def api_manual(request: HttpRequest) -> HttpResponse:
    """The API's addresses, their conditions, and what every column means."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    context = {
        "section": "about",
        "endpoints": read_endpoints(schema),
        "tables": [(table, table.columns("")) for table in TABLES],
        "takeable": [table for table in TABLES if table.key in DOWNLOADS],
        "kinds": KINDS,
        "qualifiers": QUALIFIERS.items(),
    }
    return render(request, "pages/api_manual.html", context)
