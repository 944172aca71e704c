"""Names in lines whose capitals prove nothing: only those that the text tells elsewhere are found there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from variorum.annotation.names.spans import NOT_SMALL, NameMention
from variorum.model import Span

_RUN = re.compile(r"\w+")
_LONG_WORD = re.compile(r"[^\W\d_][\w’'-]{3,}")
# What a long word in capitals begins with.
_SHOUTED = re.compile(rf"{NOT_SMALL}[^\sa-z]{{3}}")


def is_headline(line: str) -> bool:
    """Tell whether capitals prove nothing in a line: headline case or all capitals."""
    ends = line.rstrip("\"”’')").endswith((".", ",", ";"))
    if ends and not _SHOUTED.search(line) and not line.isupper():
        return False  # most paragraphs
    words = _LONG_WORD.findall(line)
    if len(words) < 3:
        return line.isupper() and len(line) > 12
    if sum(map(str.isupper, words)) > 0.7 * len(words):
        return True
    return not ends and len(words) >= 4 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def find_again(text: str, lines: Iterable[Span], names: Sequence[str]) -> list[NameMention]:
    """Return where ``names`` stand in headlines, whatever their case; the longest name first."""
    wanted = sorted({name for name in names if len(name) > 2}, key=lambda name: (-len(name), name))
    if not wanted or not lines:
        return []
    return [
        NameMention(span=span, words=tuple(span.of(text).split()))
        for line in lines
        for span in _again(text, line, *_by_first_word(wanted))
        if text[span.start].isupper()
    ]


def _by_first_word(names: Iterable[str]) -> tuple[frozenset[str], dict[str, list[int]]]:
    """Return the names in small letters, and by the first word of each their lengths, longest first."""
    lengths: dict[str, set[int]] = {}
    lower = set()
    for name in names:
        first = _RUN.match(name)
        if first:
            lengths.setdefault(first[0].lower(), set()).add(len(name))
            lower.add(name.lower())
    return frozenset(lower), {first: sorted(found, reverse=True) for first, found in lengths.items()}


def _again(text: str, line: Span, names: frozenset[str], lengths: dict[str, list[int]]) -> Iterator[Span]:
    """Yield where one of ``names`` stands in a line as whole words, in any case; none overlaps another."""
    done = line.start
    for word in _RUN.finditer(text, line.start, line.end):
        if word.start() < done:
            continue
        for length in lengths.get(word[0].lower(), ()):
            end = word.start() + length
            if (
                end <= line.end
                and text[word.start() : end].lower() in names
                and _is_edge(text, end, line.end)
            ):
                yield Span(word.start(), end)
                done = end
                break


def _is_edge(text: str, at: int, end: int) -> bool:
    """Tell whether a word begins or ends at ``at``, in a text that ends at ``end``."""
    after = at < end and _RUN.match(text, at, at + 1) is not None
    return after != (_RUN.match(text, at - 1, at) is not None)
