"""How common words and names are in news at large, so that two articles can be judged without any third."""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.text.hashes import term_hashes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA = "data/background.txt.gz"


class Rarities(Struct, frozen=True, kw_only=True):
    """Document frequencies of terms, as numbers of ``articles``; what is not listed counts as in one.

    hashes: of the terms listed, rising (see ``text.hashes.term_hash``).
    """

    articles: int
    hashes: NDArray[np.uint32]
    frequencies: NDArray[np.float64]

    def frequency(self, hashes: NDArray[np.uint32]) -> NDArray[np.float64]:
        """Return in how many articles each term is."""
        import numpy as np

        if not len(self.hashes):
            return np.ones(len(hashes))
        places = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[places] == hashes, self.frequencies[places], 1.0)

    def of(self, hashes: NDArray[np.uint32]) -> NDArray[np.float64]:
        """Return ``ln((articles + 1) / (those with it + 1))`` of each term, in nats (Sparck Jones 1972)."""
        import numpy as np

        rarities: NDArray[np.float64] = np.log((self.articles + 1) / (self.frequency(hashes) + 1))
        return rarities

    def counting(self, hashes: NDArray[np.uint32], articles: int) -> Rarities:
        """Return the frequencies in these articles and ``articles`` more; only of the terms of the latter.

        hashes: the terms of each, one after the other, each once an article.
        """
        import numpy as np

        terms, times = np.unique(hashes, return_counts=True)
        return Rarities(
            articles=self.articles + articles, hashes=terms, frequencies=self.frequency(terms) + times
        )


class Background(Struct, frozen=True, kw_only=True):
    """Document frequencies of words and of names."""

    words: Rarities
    names: Rarities


@lru_cache(maxsize=1)
def background() -> Background:
    """Return the table that is shipped (made by ``training/stories/background.py``)."""
    return parse(gzip.decompress(files("variorum.stories").joinpath(DATA).read_bytes()).decode("utf-8"))


def parse(table: str) -> Background:
    """Read a table: ``articles N``, then lines ``words DF`` or ``names DF``, a tab, what has that frequency.

    What stands on one line is parted by tabs. Raises ValueError for anything else.
    """
    head, *lines = table.splitlines()
    label, _, number = head.partition(" ")
    if label != "articles":
        raise ValueError(f"a table of document frequencies starts with its articles, not {head[:40]!r}")
    listed: dict[str, dict[str, int]] = {"words": {}, "names": {}}
    for line in lines:
        place, *terms = line.split("\t")
        kind, _, frequency = place.partition(" ")
        listed[kind].update(dict.fromkeys(terms, int(frequency)))
    articles = int(number)
    return Background(words=_rarities(articles, listed["words"]), names=_rarities(articles, listed["names"]))


def _rarities(articles: int, listed: dict[str, int]) -> Rarities:
    import numpy as np

    hashes = term_hashes(list(listed))
    frequencies = np.array(list(listed.values()), np.float64)
    # Of two terms with one hash the commoner counts.
    order = np.lexsort((-frequencies, hashes))
    first = np.diff(hashes[order], prepend=~hashes[order][:1]) != 0
    return Rarities(articles=articles, hashes=hashes[order][first], frequencies=frequencies[order][first])
