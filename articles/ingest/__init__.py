"""The one bridge between parser and models: preview a paste, save it, find it again."""

from articles.parser.encoding import FileUnreadable, decode_text, read_text_file

from .lexicon import current_lexicon
from .paste import BulletinRefused, BulletinText, find_known, preview_bulletin, read_bulletin_text, save_bulletin
from .same_story import find_same_stories

__all__ = [
    "BulletinRefused",
    "BulletinText",
    "FileUnreadable",
    "current_lexicon",
    "decode_text",
    "find_known",
    "find_same_stories",
    "preview_bulletin",
    "read_bulletin_text",
    "read_text_file",
    "save_bulletin",
]
