"""Headlines of other reports that a page shows over a linked name, and that its text got without a space.

Some sites print them behind the name when the page is made a text: "Senator Ada Lind Ada M. LindPort budget
passes Lind to run again MORE said". A reader of the page sees "Senator Ada Lind said".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from variorum.language.language import Language
from variorum.text.lookup import alternatives
from variorum.text.view import Replaced


@cache
def _list(lang: Language) -> re.Pattern[str]:
    """Return the pattern of such a list: the name again, the first headline stuck to it, the end; where the
    given name comes again, too, the headlines may stand apart from the name, or be missing.
    """
    ends = alternatives(lang.names.around.headlines_end)
    parts = r"(?:[A-Z(“\"][\w’'.()”\"-]{0,30}\s){0,6}?"
    return re.compile(
        rf"\b(?P<last>[A-Z][\w’'-]+)(?P<list>\s{parts}(?P=last)(?!['’]s\b)[A-Z\d“‘\"'][^\n]{{20,700}}?\s(?:{ends}))\b"
        rf"|(?>\b(?P<given>[A-Z][\w’'-]+)\s{parts}(?P<name>[A-Z][\w’'-]+)(?P<whole>)\s(?P=given)\s{parts}(?P=name))"
        rf"(?:(?:{ends})|\s[^\n]{{20,700}}?\s(?:{ends}))\b"
    )


def linked_headlines(text: str, lang: Language) -> Iterator[Replaced]:
    """Yield the stretches of ``text`` that hold such headlines, to be left out of what is read."""
    if any(word in text for word in lang.names.around.headlines_end):
        for found in _list(lang).finditer(text):
            yield found.start("list" if found["list"] else "whole"), found.end(), ""
