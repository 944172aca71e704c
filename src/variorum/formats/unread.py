"""Notes in an article on what a format could not read, so that nobody takes it for read and checked."""

from __future__ import annotations

import re
from typing import Any

from variorum.text.late import late

NOT_READ = "not_read"  # field of `extra`: what of the file is not in the text, in words
# Things that need not make a check fail: they hold no words of the text, as far as can be told.
BESIDE = "not_read_beside"
# Double marks alone: single ones are apostrophes as well.
_QUOTED = late(
    r"[“”„‟«»‹›「」『』《》〝〞〟❝❞＂]|\"[^\"\n]*[^\W_][^\"\n]*\"|&(?:[lr]dquo|quot|bdquo|[lr]aquo|#0*(?:34|8220|8221)|#x0*(?:22|201[cd]));",
    re.IGNORECASE,
)

# Words that the style puts into the page; a mark alone (\\201C) is none.
_STYLED = late(r"content\s{0,9}:\s{0,9}([^;{}]{1,2000})", re.IGNORECASE)
_STRING = late(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)


def holds_quotation(words: str) -> bool:
    """Tell whether ``words`` hold quotation marks."""
    return _QUOTED.search(words) is not None


def puts_words(style: str) -> bool:
    """Tell whether a style sheet has the browser print words: two at least, an icon's name is one."""
    return any(
        len(re.findall(r"[^\W\d_]{2,}", "".join(words))) > 1
        for content in _STYLED.findall(style)
        for words in _STRING.findall(content)
    )


def say_unread(extra: dict[str, Any], *found: tuple[str, bool]) -> None:
    """Add a note to ``extra``: what was not read, and whether it may hold words of the text."""
    for words, telling in found:
        name = NOT_READ if telling else BESIDE
        known = extra.get(name)
        known = known if isinstance(known, list) else []
        if words not in known:
            extra[name] = [*known, words]
