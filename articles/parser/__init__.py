"""Pasted bulletin text in, articles with places, programs and figures out.

The package knows no Django, no clock and no network: what it needs (the date
of publication, the lexicon) is handed in. The door is `pipeline.parse_bulletin`.
"""

from articles.parser.native import open_build

__path__ = [*open_build(__path__)]
