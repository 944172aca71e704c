"""Features of pairs: what two articles have in common, measured for many pairs at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

from variorum.settings import LIKENESS
from variorum.stories.background import Background, Rarities
from variorum.stories.features import Features, TermBag
from variorum.text.hashes import distinct, is_figure
from variorum.text.sparse import Sparse, in_both, sums

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Terms(Struct, frozen=True, kw_only=True):
    """The columns of some matrices: how rare each term is, in nats; from ``figures`` on they are figures."""

    rarities: NDArray[np.float64]
    figures: int


class FeatureTable(Struct, frozen=True, kw_only=True):
    """The features of many articles as sparse tables, one row each.

    words, title, lead: weights, (1 + ln count) x rarity, in rows of length 1. held: 1 for each term of the
    three. names: weights as of words; opening: 1 for each name in the first lines. The columns of the first
    four are ``word_terms``, those of the last two ``name_terms``.
    """

    words: Sparse
    title: Sparse
    lead: Sparse
    held: Sparse
    names: Sparse
    opening: Sparse
    days: NDArray[np.float64]
    lengths: NDArray[np.float64]
    word_terms: Terms
    name_terms: Terms

    @classmethod
    def of(cls, articles: Sequence[Features], known: Background) -> Self:
        """Return the table of ``articles``, rows in their order; ``known`` says how rare terms are."""
        import numpy as np

        words, title, lead, word_terms = _weights(
            (
                [one.words for one in articles],
                [one.title for one in articles],
                [one.lead for one in articles],
            ),
            known.words,
        )
        names, opening, name_terms = _weights(
            ([one.names for one in articles], [one.opening_names for one in articles]), known.names
        )
        days = [np.nan if article.day is None else article.day for article in articles]
        return cls(
            words=words,
            title=title,
            lead=lead,
            held=_pattern(words, title, lead),
            names=names,
            opening=_pattern(opening),
            days=np.array(days, np.float64),
            lengths=np.array([article.length for article in articles], np.float64),
            word_terms=word_terms,
            name_terms=name_terms,
        )

    def rows(self, chosen: NDArray[np.int64]) -> FeatureTable:
        """Return the table of some rows, in the order given."""
        columns: dict[str, Any] = {name: getattr(self, name) for name in self.__struct_fields__}
        for name, column in columns.items():
            if isinstance(column, Sparse):
                columns[name] = column.chosen(chosen)
        columns |= {"days": self.days[chosen], "lengths": self.lengths[chosen]}
        return FeatureTable(**columns)


def _weights(views: Sequence[Sequence[TermBag]], known: Rarities) -> tuple[Any, ...]:
    """Return a matrix for each of ``views``: the weights of terms, each row of length 1; and their columns.

    Columns rise by hash, so that a sum over common terms runs in one order in every table.
    """
    import numpy as np

    hashes = np.frombuffer(b"".join(one.hashes for view in views for one in view), np.uint32)
    counts = np.frombuffer(b"".join(one.counts for view in views for one in view), np.float32)
    terms, numbered = np.unique(hashes, return_inverse=True)
    places = numbered.astype(np.int64)
    rarities = known.of(terms)
    weights = (counts * rarities[places]).astype(np.float32)
    matrices = []
    before = 0
    for view in views:
        starts = np.zeros(len(view) + 1, np.int64)
        np.cumsum([len(one.hashes) // hashes.itemsize for one in view], out=starts[1:])
        own = slice(before, before + starts[-1])
        matrix = Sparse(values=weights[own], columns=places[own], starts=starts, width=max(1, len(terms)))
        lengths = np.sqrt(sums(matrix, matrix.values**2))
        matrix.values[:] /= np.repeat(np.where(lengths > 0, lengths, 1), matrix.sizes).astype(np.float32)
        matrices.append(matrix)
        before += starts[-1]
    return *matrices, Terms(rarities=rarities, figures=int(np.count_nonzero(~is_figure(terms))))


def _pattern(*matrices: Sparse) -> Sparse:
    """Return 1 for every place that has an entry in one of ``matrices``."""
    import numpy as np

    width = matrices[0].width
    keys = distinct(np.concatenate([one.owners() * width + one.columns for one in matrices]))
    rows, columns = np.divmod(keys, width)
    return Sparse.of(np.ones(len(keys), np.int8), rows, columns, (len(matrices[0]), width))


def nearness(days_apart: NDArray[np.float64], left: float = LIKENESS.left) -> NDArray[np.float64]:
    """Return 1 for the same day down to ``left`` for days far apart; 1 where a date is missing (NaN)."""
    import numpy as np

    decay = np.exp(-(days_apart**2) / (2 * LIKENESS.days**2))
    return np.where(np.isnan(days_apart), 1.0, left + (1 - left) * decay)


def alike(measures: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return how alike two articles are, 0 to 1: by words and names, less when far apart in time."""
    return LIKENESS.words * measures["words near"] + (1 - LIKENESS.words) * measures["names near"]


Measures = dict[str, "NDArray[np.float64]"]
"""What was measured: by its name one number for each pair."""


def resemblances(table: FeatureTable, left: NDArray[np.int64], right: NDArray[np.int64]) -> Measures:
    """Return one array for each measure, an entry for each pair of rows.

    words, names, title, lead: cosine. rarest word, rarest name: nats, of what both have; shared names: of all
    of them together; opening, rarest opening: of the names in headline and first lines; figures: of the
    figures. top word: the largest product of weights of one word. shared words: ln(1 + number).
    words covered, names covered: the share of one's rarity that the other has too; title covered, lead
    covered: of one's headline or opening, that the other has anywhere; figures covered: of the figures in
    the opening, by number, a half where there are none. *least* is that of the two articles of which less
    is covered, *most* the other's.
    near: e^-(days/2)^2/2; weeks: e^-days/14; apart: ln(1 + days); all 0 without dates, and undated 1.
    shorter: ln of the shorter one's length; ratio: ln of shorter / longer.
    words near, names near, lead near, both near: the cosines (for both: the geometric mean of words and
    names) times ``nearness``.
    """
    import numpy as np

    found = _of_words(table, left, right) | _of_names(table, left, right) | _of_openings(table, left, right)
    days = np.abs(table.days[left] - table.days[right])
    undated = np.isnan(days)
    found["undated"] = undated.astype(np.float64)
    found["near"] = np.where(undated, 0.0, np.exp(-(days**2) / (2 * LIKENESS.days**2)))
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


def _of_words(table: FeatureTable, left: NDArray[np.int64], right: NDArray[np.int64]) -> Measures:
    import numpy as np

    shared, terms = _Entries.of(in_both(table.words, left, right)), table.word_terms
    rarities = terms.rarities[shared.terms]
    both = shared.sums(rarities)
    whole = _Entries.of(table.words)
    return {
        "words": shared.sums(shared.values),
        "top word": shared.largest(shared.values),
        "shared words": np.log1p(shared.counts()),
        "rarest word": shared.largest(rarities),
        "figures": shared.sums(np.where(shared.terms >= terms.figures, rarities, 0)),
        **_covered("words", both, both, whole.sums(terms.rarities[whole.terms]), left, right),
    }


def _of_names(table: FeatureTable, left: NDArray[np.int64], right: NDArray[np.int64]) -> Measures:
    shared, terms = _Entries.of(in_both(table.names, left, right)), table.name_terms
    rarities = terms.rarities[shared.terms]
    both = shared.sums(rarities)
    whole = _Entries.of(table.names)
    opening = _Entries.of(in_both(table.opening, left, right))
    return {
        "names": shared.sums(shared.values),
        "shared names": both,
        "rarest name": shared.largest(rarities),
        "opening": opening.sums(terms.rarities[opening.terms]),
        "rarest opening": opening.largest(terms.rarities[opening.terms]),
        **_covered("names", both, both, whole.sums(terms.rarities[whole.terms]), left, right),
    }


def _of_openings(table: FeatureTable, left: NDArray[np.int64], right: NDArray[np.int64]) -> Measures:
    """Measure headlines and openings: beside each other, and how much of one the other has anywhere."""
    terms = table.word_terms
    found: Measures = {}
    for name, matrix in (("title", table.title), ("lead", table.lead)):
        shared = _Entries.of(in_both(matrix, left, right))
        found[name] = shared.sums(shared.values)
        whole = _Entries.of(matrix)
        ends = [
            _Entries.of(in_both(matrix, one, other, table.held))
            for one, other in ((left, right), (right, left))
        ]
        one, other = (end.sums(terms.rarities[end.terms]) for end in ends)
        found |= _covered(name, one, other, whole.sums(terms.rarities[whole.terms]), left, right)
        if name == "lead":
            one, other = (end.sums(end.terms >= terms.figures) for end in ends)
            figures = whole.sums(whole.terms >= terms.figures)
            found |= _covered("figures", one, other, figures, left, right, nothing=0.5)
    return found


def _covered(
    name: str,
    one: NDArray[np.float64],
    other: NDArray[np.float64],
    totals: NDArray[np.float64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    *,
    nothing: float = 0.0,
) -> Measures:
    """Return what is shared as a share of the total of either article; ``nothing`` where that is 0."""
    import numpy as np

    known = totals > 0
    shares = [
        np.where(known[rows], shared / np.where(known, totals, 1)[rows], nothing)
        for shared, rows in ((one, left), (other, right))
    ]
    return {f"{name} covered least": np.minimum(*shares), f"{name} covered most": np.maximum(*shares)}


class _Entries(Struct, frozen=True):
    """The entries of a sparse matrix, row by row; sums run in their order, the same on every machine."""

    rows: NDArray[np.int64]
    terms: NDArray[np.int64]
    values: NDArray[np.float64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, matrix: Sparse) -> Self:
        return cls(matrix.owners(), matrix.columns, matrix.values, matrix.starts)

    def counts(self) -> NDArray[np.int64]:
        import numpy as np

        return np.diff(self.starts)

    def sums(self, values: NDArray[Any]) -> NDArray[np.float64]:
        import numpy as np

        return np.bincount(self.rows, values, minlength=len(self.starts) - 1).astype(np.float64)

    def largest(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the largest of each row, 0 for an empty one; values are never negative."""
        import numpy as np

        found = np.zeros(len(self.starts) - 1)
        filled = np.flatnonzero(np.diff(self.starts))
        if len(filled):
            found[filled] = np.maximum.reduceat(values, self.starts[filled])
        return found
