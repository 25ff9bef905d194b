"""What a program's standing in an article says for a figure: the main one, or one that stands without quotation marks.

A paper that tells of a general service (爱心托班, 集体协商) prints it bare and gives it most of the figures, and puts
marks round the brand beside it; of a brand it is the other way round. So what speaks for a program by its place in the
text weighs otherwise for a bare name and for the article's main one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from articles.parser.facts.link_scene import Scene
from articles.parser.facts.link_targets import Target
from articles.parser.facts.name_features import Features

#: The features that weigh otherwise for a bare name, and for the main one, with what they are called then.
_OF_BARE: Final = {
    name: f"bare.{name}"
    for name in (
        *("main", "titled", "latest", "clause", "sentence", "far", "share"),
        *("once", "first", "introduced", "paragraph.before", "category"),
    )
}
_OF_MAIN: Final = {
    name: f"main.{name}"
    for name in (
        *("latest", "clause", "sentence", "far", "share", "first", "category", "clause.behind", "sentence.behind"),
    )
}


def describe_standing(scene: Scene, choices: Mapping[str, Features], near: Sequence[int]) -> None:
    """Add the features of standing to each choice by program name, "" for none; `near` are the targets among them."""
    if scene.main is None:
        return
    _describe_main(scene.main, scene, choices[""])
    for number in near:
        target = scene.targets[number]
        features = choices[target.name]
        if not target.quoted:
            features["bare"] = 1.0
            _repeat(features, _OF_BARE)
        if target.main:
            _repeat(features, _OF_MAIN)


def _repeat(features: Features, names: Mapping[str, str]) -> None:
    """Add those of the features that have one of the `names` under their other name."""
    for name, other in names.items():
        if name in features:
            features[other] = features[name]


def _describe_main(main: Target, scene: Scene, none: Features) -> None:
    """What the main program says for none at all."""
    none["none.main_share"] = main.share
    if not main.quoted:
        none["none.main_bare"] = 1.0
    if len(scene.targets) == 1:
        none["none.main_single"] = 1.0
    if main.titled:
        none["none.main_titled"] = 1.0
    if main.common:
        none["none.main_common"] = 1.0
