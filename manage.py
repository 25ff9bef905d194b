#!/usr/bin/env python
"""Django's command line for unionwatch."""

import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["parse_bulletin"]:
        # The parser needs no site and no database; setting one up would take longer than reading a page.
        from articles.parser.__main__ import main as parse

        sys.exit(parse(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionwatch.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
