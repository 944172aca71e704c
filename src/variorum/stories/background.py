"""How common words and names are in news at large, so that two articles can be judged without any third."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import IO, TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA = "data/background.npz"


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
    with files("variorum.stories").joinpath(DATA).open("rb") as file:
        return read(file)


def read(file: IO[bytes]) -> Background:
    """Read a table: of each kind the hashes of its terms, rising, and in how many of ``articles`` each is."""
    import numpy as np

    with np.load(file) as stored:
        articles = int(stored["articles"])
        words, names = (
            Rarities(
                articles=articles,
                hashes=stored[kind],
                frequencies=stored[f"{kind}_frequencies"].astype(np.float64),
            )
            for kind in ("words", "names")
        )
    return Background(words=words, names=names)
