"""What two articles have in common, measured for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

from variorum.stories.features import Features, View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Floats = "NDArray[np.float64]"

# Two days between reports of one event are common, a week is rare (stories by editors, measured).
_DAYS = 2.0
# What is left of a resemblance when the days lie far apart: late reports and wrong dates exist.
_LEFT = 0.15


class Table(Struct, frozen=True, kw_only=True):
    """The features of many articles as matrices, one row each."""

    words: Any
    names: Any
    name_rarities: Any
    title: Any
    lead: Any
    days: NDArray[np.float64]
    lengths: NDArray[np.float64]

    @classmethod
    def of(cls, articles: Sequence[Features]) -> Self:
        """Return the table of ``articles``, rows in their order."""
        import numpy as np

        days = [np.nan if article.day is None else article.day for article in articles]
        names = [article.names for article in articles]
        return cls(
            words=_matrix([article.words for article in articles]),
            names=_matrix(names),
            name_rarities=_matrix(names, rarities=True),
            title=_matrix([article.title for article in articles]),
            lead=_matrix([article.lead for article in articles]),
            days=np.array(days, np.float64),
            lengths=np.array([article.length for article in articles], np.float64),
        )

    def rows(self, chosen: NDArray[np.int64]) -> Table:
        """Return the table of some rows, in the order given."""
        return Table(**{name: getattr(self, name)[chosen] for name in self.__struct_fields__})


def _matrix(views: Sequence[View], *, rarities: bool = False) -> Any:
    import numpy as np
    from scipy.sparse import csr_array

    if not views:
        return csr_array((0, 0))
    hashes = np.frombuffer(b"".join(view.hashes for view in views), np.uint32)
    data = np.frombuffer(b"".join(view.rarities if rarities else view.weights for view in views), np.float32)
    # Columns in the order of hashes, so that a sum over common terms runs in one order in every table.
    terms, columns = np.unique(hashes, return_inverse=True)
    starts = np.concatenate([[0], np.cumsum([len(view.hashes) // hashes.itemsize for view in views])])
    return csr_array((data.astype(np.float64), columns, starts), shape=(len(views), max(1, len(terms))))


def nearness(days_apart: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 for the same day down to 0.15 for days far apart; 1 where a date is missing (NaN)."""
    import numpy as np

    decay = np.exp(-(days_apart**2) / (2 * _DAYS**2))
    return np.where(np.isnan(days_apart), 1.0, _LEFT + (1 - _LEFT) * decay)


def resemblances(
    table: Table, left: NDArray[np.int64], right: NDArray[np.int64]
) -> Mapping[str, NDArray[np.float64]]:
    """Return one array for each measure, an entry for each pair of rows.

    words, names, title, lead: cosine. rarest name, shared names: nats, of the rarest and of all names in
    common. top word: the largest product of weights of one word. shared words: ln(1 + number).
    near: e^-(days/2)^2/2; weeks: e^-days/14; apart: ln(1 + days); all 0 without dates, and undated 1.
    shorter: ln of the shorter one's length; ratio: ln of shorter / longer.
    words near, names near, lead near, both near: the cosines (for both: the geometric mean of words and
    names) times ``nearness``.
    """
    import numpy as np

    products = table.words[left].multiply(table.words[right]).tocsr()
    found = {
        "words": _sums(products),
        "top word": _largest(products),
        "shared words": np.log1p(np.diff(products.indptr)),
        "names": _sums(table.names[left].multiply(table.names[right])),
        "title": _sums(table.title[left].multiply(table.title[right])),
        "lead": _sums(table.lead[left].multiply(table.lead[right])),
    }
    squared = table.name_rarities[left].multiply(table.name_rarities[right]).tocsr()
    squared.data = np.sqrt(squared.data)  # both hold the same rarity, so this is the rarity again
    found["shared names"] = _sums(squared)
    found["rarest name"] = _largest(squared)
    days = np.abs(table.days[left] - table.days[right])
    undated = np.isnan(days)
    dated: Callable[[Any], Any] = lambda values: np.where(undated, 0.0, values)  # noqa: E731
    found["undated"] = undated.astype(np.float64)
    found["near"] = dated(np.exp(-(days**2) / (2 * _DAYS**2)))
    found["weeks"] = dated(np.exp(-days / 14))
    found["apart"] = dated(np.log1p(days))
    shorter = np.log(np.maximum(1, np.minimum(table.lengths[left], table.lengths[right])))
    found["shorter"] = shorter
    found["ratio"] = shorter - np.log(np.maximum(1, np.maximum(table.lengths[left], table.lengths[right])))
    factor = nearness(days)
    for name in ("words", "names", "lead"):
        found[f"{name} near"] = found[name] * factor
    found["both near"] = np.sqrt(found["words"] * found["names"]) * factor
    return found


def _sums(matrix: Any) -> Any:
    import numpy as np

    return np.asarray(matrix.sum(axis=1), np.float64).ravel()


def _largest(matrix: Any) -> Any:
    import numpy as np

    return np.asarray(matrix.max(axis=1).todense(), np.float64).ravel() if matrix.shape[0] else np.zeros(0)
