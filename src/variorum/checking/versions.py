"""Reports that look like another version of a draft: what such a one prints is no evidence for the draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from variorum.checking.results import FOUND, CheckedQuotation
from variorum.outputs.wording import plural
from variorum.settings import CheckSettings

_WORD = re.compile(r"\w+")


def version_notices(
    name: str,
    text: str,
    quotations: Sequence[CheckedQuotation],
    reports: Mapping[str, str],
    settings: CheckSettings,
) -> Iterator[str]:
    """Yield a sentence for each report that has most of a draft's own words, those outside its quotations.

    It is an older copy of the draft, or the draft was written after it; nobody but the desk can tell.
    name, text: of the draft, quotations: its own. reports: texts of reports that print some of them, by name.
    """
    own = _own(text, quotations, settings.version_run)
    if len(own) < settings.version_least:
        return
    for report, printed in reports.items():
        shared = len(own & _runs(printed, settings.version_run)) / len(own)
        if shared < settings.version_share:
            continue
        alone = [one for one in quotations if one.verdict in FOUND and _rests_on(one, report)]
        rest = f" ({plural(len(alone), 'quotation')} found nowhere else)" if alone else ""
        yield (
            f"{report} has {shared:.0%} of the words of {name} outside quotation marks, too: if it is a "
            f"version of this draft, it is no evidence; leave it out of --against{rest}"
        )


def _rests_on(one: CheckedQuotation, report: str) -> bool:
    return one.found_in == 1 and report in (one.matches[0].file, one.matches[0].title, one.matches[0].article)


def _own(text: str, quotations: Sequence[CheckedQuotation], size: int) -> set[tuple[str, ...]]:
    """Return runs of ``size`` words of a text that no quotation interrupts."""
    found: set[tuple[str, ...]] = set()
    at = 0
    for one in sorted(quotations, key=lambda one: one.start):
        if one.start > at:
            found |= _runs(text[at : one.start], size)
        at = max(at, one.end)
    return found | _runs(text[at:], size)


def _runs(text: str, size: int) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}
