"""Signs around words in Markdown that come in pairs: emphasis, struck and highlighted words."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from variorum.settings import FILES

_PUNCTUATION = frozenset("!\"#$%&'()+,-./:;<=>?@[\\]^`{|}*_~…–—“”‘’„‚«»‹›¿¡")


class _Run(Struct):
    """A run of one sign (``**``), less what is paired already. inside: it stands within a word."""

    start: int
    end: int
    inside: bool


class Pairs:
    """Pairs the signs of a paragraph; pairs are marked as markup, and with ``~~`` the struck words as well.

    A sign inside a word pairs only with one at the edge of that word: ``f**k and s**t`` are masked words.
    mark: called with start and end of each stretch of markup.
    """

    def __init__(self, text: str, mark: Callable[[int, int], None]) -> None:
        self._text = text
        self._mark = mark
        self._open: dict[str, list[_Run]] = {}

    def add(self, start: int, end: int) -> None:
        """Add the run of one sign at ``start:end``."""
        text, sign = self._text, self._text[start]
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        inside = before.isalnum() and after.isalnum()
        if sign in "~=" and end - start != 2 or sign == "_" and inside:
            return
        # CommonMark 0.31, 6.2: left- and right-flanking runs.
        apart = before.isspace() or before in _PUNCTUATION
        opens = not after.isspace() and (after not in _PUNCTUATION or apart)
        apart = after.isspace() or after in _PUNCTUATION
        closes = not before.isspace() and (before not in _PUNCTUATION or apart)
        run = _Run(start, end, inside and sign in "*")
        waiting = self._open.setdefault(sign, [])
        while closes and waiting and run.start < run.end:
            if self._may_pair(waiting[-1], run):
                self._join(waiting, run)
            elif waiting[-1].inside and not run.inside:
                waiting.pop()
            else:
                break
        if opens and run.start < run.end:
            waiting.append(run)

    def _may_pair(self, first: _Run, run: _Run) -> bool:
        """Tell whether two runs are a pair; where one stands inside a word, only within this word."""
        if not first.inside and not run.inside:
            return True
        between = self._text[first.end : run.start] if run.start - first.end <= FILES.marked_word else " "
        alike = first.end - first.start == run.end - run.start and not (first.inside and run.inside)
        return alike and not any(map(str.isspace, between))

    def _join(self, waiting: list[_Run], run: _Run) -> None:
        """Pair signs of ``run`` with those of the last run that waits for them."""
        first = waiting[-1]
        size = min(first.end - first.start, run.end - run.start)
        if self._text[run.start] == "~":
            self._mark(first.start, run.end)
        else:
            self._mark(first.end - size, first.end)
            self._mark(run.start, run.start + size)
        first.end -= size
        run.start += size
        if first.start == first.end:
            waiting.pop()

    def settle(self) -> None:
        """End the paragraph: signs that found no partner are not markup."""
        self._open.clear()
