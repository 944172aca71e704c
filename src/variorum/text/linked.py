"""Headlines of other reports that a page shows over a linked name, and that its text got without a space.

Some sites print them behind the name when the page is made a text: "Senator Ada Lind Ada M. LindPort budget
passes Lind to run again MORE said". A reader of the page sees "Senator Ada Lind said".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.text.view import Replaced

# The name, and once more in full with the first headline stuck to it; the list ends in "MORE".
_LIST = re.compile(
    r"\b([A-Z][\w’'-]+)(\s(?:[A-Z(“\"][\w’'.()”\"-]{0,30}\s){0,6}?\1(?!['’]s\b)[A-Z“‘\"'][^\n]{20,700}?\sMORE)\b"
)


def linked_headlines(text: str) -> Iterator[Replaced]:
    """Yield the stretches of ``text`` that hold such headlines, to be left out of what is read."""
    if " MORE" in text:
        yield from ((*found.span(2), "") for found in _LIST.finditer(text))
