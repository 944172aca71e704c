"""What two articles have in common, measured for many pairs at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

from variorum.stories.background import Background, Rarities
from variorum.stories.features import Features, View
from variorum.text.hashes import is_figure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Two days between reports of one event are common, a week is rare (stories by editors, measured).
_DAYS = 2.0
# What is left of a resemblance when the days lie far apart: late reports and wrong dates exist.
_LEFT = 0.15
# The share of words in how alike two articles are, the rest is of names; from a trial with plain cosine.
_WORDS_SHARE = 0.6


class Table(Struct, frozen=True, kw_only=True):
    """The features of many articles as sparse matrices, one row each.

    words, names, title, lead: rows of length 1, of weights: (1 + ln count) x rarity. The others hold the
    square roots of rarities, so that a product of two rows holds the rarity of what both have.
    """

    words: Any
    figures: Any
    names: Any
    name_rarities: Any
    title: Any
    lead: Any
    opening_rarities: Any
    days: NDArray[np.float64]
    lengths: NDArray[np.float64]

    @classmethod
    def of(cls, articles: Sequence[Features], known: Background) -> Self:
        """Return the table of ``articles``, rows in their order; ``known`` says how rare terms are."""
        import numpy as np

        words, figures = _matrices([article.words for article in articles], known.words, figures_only=True)
        names, name_rarities = _matrices([article.names for article in articles], known.names)
        days = [np.nan if article.day is None else article.day for article in articles]
        return cls(
            words=words,
            figures=figures,
            names=names,
            name_rarities=name_rarities,
            title=_matrices([article.title for article in articles], known.words)[0],
            lead=_matrices([article.lead for article in articles], known.words)[0],
            opening_rarities=_matrices([article.opening_names for article in articles], known.names)[1],
            days=np.array(days, np.float64),
            lengths=np.array([article.length for article in articles], np.float64),
        )

    def rows(self, chosen: NDArray[np.int64]) -> Table:
        """Return the table of some rows, in the order given."""
        return Table(**{name: getattr(self, name)[chosen] for name in self.__struct_fields__})


def _matrices(views: Sequence[View], known: Rarities, *, figures_only: bool = False) -> tuple[Any, Any]:
    """Return the weights, in rows of length 1, and the roots of rarities (of figures alone where asked)."""
    import numpy as np
    from scipy.sparse import csr_array

    hashes = np.frombuffer(b"".join(view.hashes for view in views), np.uint32)
    counts = np.frombuffer(b"".join(view.counts for view in views), np.float32)
    # Columns in the order of hashes, so that a sum over common terms runs in one order in every table.
    terms, columns = np.unique(hashes, return_inverse=True)
    starts = np.zeros(len(views) + 1, np.int64)
    np.cumsum([len(view.hashes) // hashes.itemsize for view in views], out=starts[1:])
    shape = (len(views), max(1, len(terms)))
    rarities = known.of(terms)
    weights = csr_array((counts * rarities[columns], columns, starts), shape=shape)
    lengths = np.sqrt(_sums(weights.multiply(weights)))
    weights.data /= np.repeat(np.where(lengths > 0, lengths, 1), np.diff(starts))
    roots = np.sqrt(np.maximum(rarities, 0))
    if figures_only:
        roots[~is_figure(terms)] = 0
    rare = csr_array((roots[columns], columns.copy(), starts.copy()), shape=shape)
    if figures_only:
        rare.eliminate_zeros()
    return weights, rare


def nearness(days_apart: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 for the same day down to 0.15 for days far apart; 1 where a date is missing (NaN)."""
    import numpy as np

    decay = np.exp(-(days_apart**2) / (2 * _DAYS**2))
    return np.where(np.isnan(days_apart), 1.0, _LEFT + (1 - _LEFT) * decay)


def alike(measures: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return how alike two articles are, 0 to 1: by words and names, less when far apart in time."""
    return _WORDS_SHARE * measures["words near"] + (1 - _WORDS_SHARE) * measures["names near"]


def resemblances(
    table: Table, left: NDArray[np.int64], right: NDArray[np.int64]
) -> Mapping[str, NDArray[np.float64]]:
    """Return one array for each measure, an entry for each pair of rows.

    words, names, title, lead: cosine. rarest name, shared names: nats, of the rarest and of all names in
    common; opening: of the names in headline and first lines; figures: of the figures. top word: the
    largest product of weights of one word. shared words: ln(1 + number).
    near: e^-(days/2)^2/2; weeks: e^-days/14; apart: ln(1 + days); all 0 without dates, and undated 1.
    shorter: ln of the shorter one's length; ratio: ln of shorter / longer.
    words near, names near, lead near, both near: the cosines (for both: the geometric mean of words and
    names) times ``nearness``.
    """
    import numpy as np

    products = _products(table.words, left, right)
    rarities = _products(table.name_rarities, left, right)
    opening = _products(table.opening_rarities, left, right)
    found = {
        "words": _sums(products),
        "top word": _largest(products),
        "shared words": np.log1p(np.diff(products.indptr)),
        "figures": _sums(_products(table.figures, left, right)),
        "names": _sums(_products(table.names, left, right)),
        "shared names": _sums(rarities),
        "rarest name": _largest(rarities),
        "opening": _sums(opening),
        "rarest opening": _largest(opening),
        "title": _sums(_products(table.title, left, right)),
        "lead": _sums(_products(table.lead, left, right)),
    }
    days = np.abs(table.days[left] - table.days[right])
    undated = np.isnan(days)
    found["undated"] = undated.astype(np.float64)
    found["near"] = np.where(undated, 0.0, np.exp(-(days**2) / (2 * _DAYS**2)))
    found["weeks"] = np.where(undated, 0.0, np.exp(-days / 14))
    found["apart"] = np.where(undated, 0.0, np.log1p(days))
    shorter = np.log(np.maximum(1, np.minimum(table.lengths[left], table.lengths[right])))
    found["shorter"] = shorter
    found["ratio"] = shorter - np.log(np.maximum(1, np.maximum(table.lengths[left], table.lengths[right])))
    factor = nearness(days)
    for name in ("words", "names", "lead"):
        found[f"{name} near"] = found[name] * factor
    found["both near"] = np.sqrt(found["words"] * found["names"]) * factor
    return found


def _products(matrix: Any, left: NDArray[np.int64], right: NDArray[np.int64]) -> Any:
    return matrix[left].multiply(matrix[right]).tocsr()


def _sums(matrix: Any) -> Any:
    import numpy as np

    return np.asarray(matrix.sum(axis=1), np.float64).ravel()


def _largest(matrix: Any) -> Any:
    import numpy as np

    return np.asarray(matrix.max(axis=1).todense(), np.float64).ravel() if matrix.shape[0] else np.zeros(0)
