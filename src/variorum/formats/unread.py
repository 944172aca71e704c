"""Notes in an article on what a format could not read, so that nobody takes it for read and checked."""

from __future__ import annotations

import re
from typing import Any

NOT_READ = "not_read"  # field of `extra`: what of the file is not in the text, in words
# Things that need not make a check fail: they hold no words of the text, as far as can be told.
BESIDE = "not_read_beside"
# Double marks alone: single ones are apostrophes as well.
_QUOTED = re.compile(
    r"[“”„‟«»‹›「」『』《》〝〞〟❝❞＂]|\"[^\"\n]*[^\W_][^\"\n]*\"|&(?:[lr]dquo|quot|bdquo|[lr]aquo|#0*(?:34|8220|8221)|#x0*(?:22|201[cd]));",
    re.IGNORECASE,
)


def holds_quotation(words: str) -> bool:
    """Tell whether ``words`` hold quotation marks."""
    return _QUOTED.search(words) is not None


def say_unread(extra: dict[str, Any], *found: tuple[str, bool]) -> None:
    """Add a note to ``extra``: what was not read, and whether it may hold words of the text."""
    for words, telling in found:
        name = NOT_READ if telling else BESIDE
        known = extra.get(name)
        known = known if isinstance(known, list) else []
        if words not in known:
            extra[name] = [*known, words]
