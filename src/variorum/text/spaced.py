"""Blanks that a tokeniser left inside words and numbers: "it’ s", "at 6: 00 p.m.", "120, 000 people".

Collections of news were often cut into words and joined again with blanks. A reader of such a text sees
"it’s", "6:00" and "120,000"; so do those who look at its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from variorum.language.language import Language
from variorum.settings import TEXTS
from variorum.text.late import late
from variorum.text.lookup import alternatives
from variorum.text.view import Replaced

# Always so: the hour before "p.m." or a zone in capitals, thousands that end in noughts.
_SURE = late(
    r"(?<![\d:,.])\d{1,2}:(?P<hour>\x20)\d\d(?=\s?(?:[AaPp]\.?\s?[Mm]\b|[A-Z]{2,4}\b))"
    r"|(?<![\d:,.])\d{1,3}(?:,\d{3})*,(?P<thousands>\x20)000\b(?![.,]?\d)"
)
# Of a text that is cut: other times of day and thousands, and decimals before a hyphen or a sign.
_OF_CUT = late(
    r"(?<![\d:,.])\d{1,2}:(?P<hour>\x20)\d\d\b(?![:\d])"
    r"|(?<![\d:,.])\d{1,3},(?P<thousands>\x20)\d{3}\b(?![.,]?\d)"
    r"|(?<![\d:,.])\d{1,2}\.(?P<decimal>\x20)\d{1,2}(?=-|\s?%)"
)


@cache
def _clitics(lang: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of what is contracted with a blank before it, and without one."""
    forms = alternatives(lang.forms.clitic_letters)
    return (
        re.compile(rf"(?<=[^\W\d_])['\u2019](?P<clitic>\x20)(?=(?:{forms})\b)"),
        re.compile(rf"(?<=[^\W\d_])['\u2019](?:{forms})\b"),
    )


def spaced(text: str, lang: Language) -> Iterator[Replaced]:
    """Yield the blanks of ``text`` that stand inside words and numbers, to be left out of what is read."""
    apart, together = _clitics(lang)
    found = list(apart.finditer(text)) if "\u2019 " in text or "' " in text else []
    cut = len(found) >= TEXTS.cut_words and len(found) > sum(1 for _ in together.finditer(text))
    at = [match.span("clitic") for match in found] if cut else []
    for match in (_OF_CUT if cut else _SURE).finditer(text):
        at.append(match.span(match.lastgroup or 0))
    for start, end in sorted(at):
        yield start, end, ""
