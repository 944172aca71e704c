"""What somebody answers for: a list of accepted quotations (comments in a draft: see ``comments``).

A quotation that is accepted is checked and shown like any other; it only is no reason not to pass. Nothing is
accepted silently: an entry gives its reason, and one that accepts nothing is told.
"""

from __future__ import annotations

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from variorum.checking.drafts import Draft
from variorum.checking.results import FOUND, Acceptance, CheckedQuotation
from variorum.errors import InputError, UnreadableFile
from variorum.model import Span
from variorum.text.normalise import fold
from variorum.text.plain import markup_view

# Words with what stands inside them (1.5, o'clock, well-known) or makes a number another one (-5, .5), the
# sign for words that are left out, and other signs, of which some count.
_WORDS = re.compile(
    r"(?<![^\W_])-[^\W\d_]{0,3}[^\w\s.-](?=\d)"  # -$5, -US$5
    r"|(?:(?<![^\W_])[-+.~]{1,2}(?=\d))?[^\W_]+(?:['.,-][^\W_]+)*|\.\.\.|[^\w\s]"
)
_POWER = re.compile("(?<=[0-9])(?=[\u00b2\u00b3\u00b9\u2070\u2074-\u208e])")
_COUNTING = frozenset({"Sc", "Sm", "So", "Mc", "Mn"})  # money, sums, pictures, vowels that are marks
_OF_MARKUP = frozenset("|~")


class AcceptedQuotation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry of a list: who accepted which quotation, when and why.

    quotation: its words as the draft has them; case, marks and line ends do not count, every word does.
    speaker: whom the draft gives them to; then it is accepted only there. Needed where the print gives the
        words to somebody else.
    """

    quotation: str
    reason: str
    name: str
    date: datetime.date
    speaker: str | None = None


class _List(Struct, frozen=True, forbid_unknown_fields=True):
    accepted: tuple[AcceptedQuotation, ...] = ()


def read_accepted(path: str | Path) -> tuple[AcceptedQuotation, ...]:
    """Return the entries of a list: a TOML file of tables ``[[accepted]]``; an empty file has none.

    Raises UnreadableFile when it cannot be read or is no TOML, InputError for an entry without one of
    ``quotation``, ``reason``, ``name`` and ``date``, or with a field that there is not.
    """
    name = str(path)
    try:
        table = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(
            f"the accepted list cannot be read: {error.strerror or error}", file=name
        ) from error
    except ValueError as error:
        raise UnreadableFile(f"the accepted list is no TOML ({error})", file=name) from error
    try:
        entries = msgspec.convert(table, _List).accepted
    except msgspec.ValidationError as error:
        raise InputError(
            f"the accepted list cannot be used: {error}; each [[accepted]] has quotation, reason, name and a "
            "date (2026-03-11), and may have a speaker",
            file=name,
        ) from error
    for number, entry in enumerate(entries, 1):
        for field in ("quotation", "reason", "name"):
            if not any(map(str.isalnum, getattr(entry, field))):
                raise InputError(f"entry {number} of the accepted list has no {field}", file=name)
    return entries


def accepted_by_list(
    draft: Draft, quotations: Iterable[CheckedQuotation], entries: Sequence[AcceptedQuotation]
) -> tuple[list[CheckedQuotation], list[str]]:
    """Return ``quotations`` with those accepted that an entry names, and what is to be said of entries.

    Compared are the words that a reader of the draft sees, without those that its markup strikes.
    """
    view = markup_view(draft.article)
    by_words: dict[tuple[str, ...], list[AcceptedQuotation]] = {}
    for entry in entries:
        by_words.setdefault(words_alike(entry.quotation), []).append(entry)
    kept: list[CheckedQuotation] = []
    notices: list[str] = []
    for one in quotations:
        named = (
            []
            if one.verdict in FOUND or one.accepted
            else by_words.get(words_alike(view.there(Span(one.start, one.end)).of(view.text)), [])
        )
        fitting = next((entry for entry in named if _same_speaker(entry, one)), None)
        if fitting is not None:
            one = replace(one, accepted=_by_entry(fitting))
        elif any(entry.speaker is None for entry in named):
            notices.append(
                f"{one.draft}: a quotation that the accepted list names is given to {one.speaker_there} in "
                "print; name the speaker in its entry to accept that"
            )
        kept.append(one)
    return kept, notices


def _by_entry(entry: AcceptedQuotation) -> Acceptance:
    return Acceptance(by="list", reason=entry.reason, name=entry.name, date=entry.date.isoformat())


def _same_speaker(entry: AcceptedQuotation, one: CheckedQuotation) -> bool:
    if entry.speaker is None:
        return one.speaker_there is None
    return words_alike(entry.speaker) == words_alike(one.speaker or "")


def words_alike(text: str) -> tuple[str, ...]:
    """Return the words of a quotation, the same for two that only typography tells apart."""
    return tuple(word for word in _WORDS.findall(fold(_POWER.sub("^", text)).text) if _counts(word))


def _counts(word: str) -> bool:
    if len(word) > 1 or word.isalnum() or word in "%&‰‱/":
        return True
    return word not in _OF_MARKUP and unicodedata.category(word) in _COUNTING
