"""The one bridge between parser and models: preview a paste, save it, find it again."""

from .lexicon import current_lexicon
from .paste import BulletinRefused, BulletinText, find_known, preview_bulletin, read_bulletin_text, save_bulletin
from .same_story import find_same_stories

__all__ = [
    "BulletinRefused",
    "BulletinText",
    "current_lexicon",
    "find_known",
    "find_same_stories",
    "preview_bulletin",
    "read_bulletin_text",
    "save_bulletin",
]
