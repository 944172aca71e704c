"""Short forms that the text itself explains: "the Harbour Safety Agency (HSA)" is the HSA from there on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from variorum.annotation.names.clusters import Cluster
from variorum.annotation.names.spans import NameMention
from variorum.model import Span, SpanIndex
from variorum.text.late import late

_BRACKETED = late(r" \(([A-Z][A-Z&]{1,7})\)")  # begins with what is found fast
# The name that a short form in brackets follows: capitals, with small words between.
_BEFORE = late(r"(?:[A-Z][\w’'-]*|\d+)(?:,? (?:(?:of|for|and|the|in|on|at|to|&) ){0,2}[A-Z][\w’'-]*)*$")
_IN_WORD = late(r"\w")
_WORD = late(r"[A-Z&][\w’'-]*")


def join_acronyms(text: str, clusters: list[Cluster], places: Iterable[Span]) -> None:
    """Join each short form that stands in brackets behind a name with the bearer of that name, in place.

    The initials must be those of the name's last words; people have no such forms. places: where names are
    looked for.
    """
    bracketed = [each for each in _BRACKETED.finditer(text) if _IN_WORD.match(text, each.start() - 1)]
    if not bracketed:
        return
    explained: dict[str, tuple[Cluster, Span]] = {}
    homes: dict[int, tuple[Cluster, Span]] = {}
    for cluster in clusters:
        for span, _, _ in cluster.mentions:
            homes.setdefault(span.end, (cluster, span))
            homes.setdefault(span.start, (cluster, span))
    for found in bracketed:
        full = _full_form(text, found.start(), found[1])
        if full is None or found[1] in explained:
            continue
        near = (homes.get(full.start), homes.get(full.end), _begun(text, full, homes))
        home = next((each for each in near if each and each[1].start <= full.start), None)
        if home and home[0].kind != "person":
            cluster, span = home
            explained[found[1]] = (cluster, Span(span.start, max(span.end, full.end)))
    if not explained:
        return
    alone = {each.name: each for each in clusters if each.name in explained}
    for short, (cluster, full) in explained.items():
        own = alone.get(short, cluster)
        if own is not cluster:
            cluster.absorb(own)
        cluster.call(full.of(text))
    joined = {
        alone[short] for short, (cluster, _) in explained.items() if alone.get(short, cluster) is not cluster
    }
    clusters[:] = [each for each in clusters if each not in joined]
    _add_again(text, {short: cluster for short, (cluster, _) in explained.items()}, clusters, places)


def _full_form(text: str, end: int, short: str) -> Span | None:
    """Return the last words before ``end`` whose initials are ``short``; small words may count or not.

    The last of a list need not count: "Bureau of Tides, Wrecks, Buoys and Lights (TWB)".
    """
    before = _BEFORE.search(text, max(0, end - 120), end)
    if before is None:
        return None
    words = [m.span() for m in _WORD.finditer(text, *before.span())]
    last = words[-len(short) :]
    if "".join(text[a] for a, _ in last) == short:
        return Span(last[0][0], end)
    longer = words[-len(short) - 1 :]
    listed = len(longer) == len(short) + 1 and text.startswith(" and ", longer[-2][1])
    fits = listed and "".join(text[a] for a, _ in longer[:-1]) == short
    return Span(longer[0][0], end) if fits else None


def _begun(text: str, full: Span, homes: dict[int, tuple[Cluster, Span]]) -> tuple[Cluster, Span] | None:
    """Return who bears a list's first word with what stands before it: "[Bureau of Tides], Wrecks and"."""
    word = _WORD.match(text, full.start)
    home = homes.get(word.end()) if word else None
    return home if home and home[1].start < full.start else None


def _add_again(
    text: str, bearers: dict[str, Cluster], clusters: Sequence[Cluster], places: Iterable[Span]
) -> None:
    """Give the bearers the places where a short form stands and no name was seen."""
    taken = SpanIndex(span for cluster in clusters for span, _, _ in cluster.mentions)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(bearers)))})\b")
    for place in places:
        for found in pattern.finditer(text, place.start, place.end):
            span = Span(*found.span())
            if not taken.overlaps(span):
                bearers[found[0]].add(NameMention(span=span, words=(found[0],)), found[0])
