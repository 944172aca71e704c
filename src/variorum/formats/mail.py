"""What mail does to a text pasted from it: ``>`` before every line, ``=20`` and ``=`` at line ends."""

from __future__ import annotations

import quopri
import re

from variorum.model import Span
from variorum.settings import FILES
from variorum.text.late import late

_SIGN = late(r"^(?:>[ \t]?)+", re.MULTILINE)
_LINE = late(r"^.*\S.*$", re.MULTILINE)
_TURN = late(r">>+ ?(?:[A-Z][^:\n]{1,60}:|$)")  # ">> SMITH:", as captions begin turns
_ESCAPE = late(r"=(?:[0-9A-F]{2}|\r?\n|$)")
_LONGEST_LINE = 76  # code points of a line of quoted-printable, RFC 2045


def signs(text: str) -> list[Span]:
    """Find the ``>`` before each line of a report that a mail quotes as a whole; nothing in any other text.

    A few lines with ``>`` among others are a quotation in the report, and stay one.
    """
    if ">" not in text:
        return []
    lines = _LINE.findall(text)
    quoted = [line for line in lines if line.startswith(">")]
    turns = sum(_TURN.match(line) is not None for line in quoted if len(line.strip("> ")) > 0)
    if (
        len(quoted) < 2
        or len(quoted) < FILES.quoted_lines * len(lines)
        or turns > FILES.quoted_turns * len(quoted)
    ):
        return []
    return [Span(*match.span()) for match in _SIGN.finditer(text)]


def unpacked(text: str) -> str | None:
    """Decode a text that was saved in quoted-printable; None for any other text.

    Its marks: lines of at most 76 characters that end in "=", and no "=" that is only an equals sign.
    """
    broken = [line for line in text.splitlines() if line.endswith("=")]
    full = sum(len(line) >= FILES.full_line for line in broken)
    if (
        len(broken) < FILES.soft_ends
        or 2 * full < len(broken)
        or text.count("=") != len(_ESCAPE.findall(text))
    ):
        return None
    if any(len(line) > _LONGEST_LINE for line in text.splitlines()):
        return None
    data = quopri.decodestring(text.encode())
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
