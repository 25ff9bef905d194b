"""What a program's standing in an article says for a figure: the main one, or one that stands without quotation marks.

A paper that tells of a general service (爱心托班, 集体协商) prints it bare and gives it most of the figures, and puts
marks round the brand beside it; of a brand it is the other way round. So what speaks for a program by its place in the
text weighs otherwise for a bare name and for the article's main one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from articles.parser.facts.link_scene import Scene, Target
from articles.parser.facts.name_features import Features

#: The features that weigh otherwise for a bare name, and for the main one.
_OF_BARE = (
    *("main", "titled", "latest", "clause", "sentence", "far", "share"),
    *("once", "first", "introduced", "paragraph.before", "category"),
)
_OF_MAIN = ("latest", "clause", "sentence", "far", "share", "first", "category", "clause.behind", "sentence.behind")
#: So many printings tell how a name is printed.
_PRINTINGS = 8


def describe_standing(scene: Scene, choices: Mapping[str, Features], near: Sequence[int]) -> None:
    """Add the features of standing to each choice by program name, "" for none; `near` are the targets among them."""
    main = next((target for target in scene.targets if target.main), None)
    if main is None:
        return
    _describe_main(main, scene, choices[""])
    for number in near:
        target = scene.targets[number]
        features = choices[target.name]
        if not _is_quoted(target, scene.body.text):
            features["bare"] = 1.0
            features.update({f"bare.{name}": features[name] for name in _OF_BARE if name in features})
        if target.main:
            features.update({f"main.{name}": features[name] for name in _OF_MAIN if name in features})


def _describe_main(main: Target, scene: Scene, none: Features) -> None:
    """What the main program says for none at all."""
    none["none.main_share"] = main.share
    for name, holds in (
        ("bare", not _is_quoted(main, scene.body.text)),
        ("single", len(scene.targets) == 1),
        ("titled", main.titled),
        ("common", main.common),
    ):
        if holds:
            none[f"none.main_{name}"] = 1.0


def _is_quoted(target: Target, text: str) -> bool:
    return any(text[start - 1 : start] in ("“", "‘") for start in target.starts[:_PRINTINGS])
