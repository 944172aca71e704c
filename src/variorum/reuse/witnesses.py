"""Independent sources ("witnesses"): a shared passage is its origin's, all else its article's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from variorum.model import Collation, Evidence


class Witnesses:
    """Tells which independent source any place in the articles of a collation goes back to."""

    def __init__(self, collation: Collation) -> None:
        self._passages: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for origin in collation.origins:
            for passage in origin.passages:
                for place in passage:
                    self._passages[place.article].append((place.start, place.end, origin.id))

    def of(self, article: str, start: int, end: int) -> str:
        """Return the id of the origin that has the place, that of the article where the words are its own.

        A place counts with a passage that it touches.
        """
        for first, last, origin in self._passages[article]:
            if first < max(end, start + 1) and start < last:
                return origin
        return article

    def count(self, evidence: Iterable[Evidence]) -> int:
        """Return how many independent sources pieces of evidence go back to.

        An article with evidence inside a shared passage and outside of it counts once, with the origin of
        the passage: it does not confirm itself.
        """
        found: dict[str, set[str]] = defaultdict(set)
        for one in evidence:
            found[one.article].add(self.of(one.article, one.start, one.end))
        return len({min(origins - {article} or origins) for article, origins in found.items()})
