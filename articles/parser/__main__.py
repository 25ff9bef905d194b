"""`python -m articles.parser FILE…`: what the parser reads in pasted pages, one JSON line a page.

No Django, no database: `manage.py parse_bulletin` hands over to this, because
setting a site up takes longer than reading a page.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date

from articles.parser.encoding import FileUnreadable, read_text_file
from articles.parser.export import build_page
from articles.parser.lexicon import load_lexicon, uncollected
from articles.parser.pipeline import parse_bulletin


# what is loaded stays to the end of the process, and reading leaves next to nothing that only the collector could free
@uncollected()
def main(arguments: Sequence[str] | None = None) -> int:
    """Read every file and print its JSON line; a file that cannot be read is told and costs the others nothing.

    Returns 1 if there was one, for the shell.
    """
    parser = ArgumentParser(prog="parse_bulletin", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--date", type=date.fromisoformat, default=None, help="publication date, YYYY-MM-DD")
    options = parser.parse_args(arguments)
    lexicon, failed = load_lexicon(), 0
    for name in options.files:
        try:
            raw = read_text_file(name)
        except FileUnreadable as error:
            failed += 1
            print(error, file=sys.stderr)
            continue
        parsed = parse_bulletin(raw, published_on=options.date, lexicon=lexicon)
        print(json.dumps(build_page(parsed, name), ensure_ascii=False))
    if failed:
        print(f"{len(options.files)} 个文件中有 {failed} 个无法读取。", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
