"""Found against labelled: precision, recall and F1 of contents, with source, with cue and with speaker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from variorum.errors import InputError
from variorum.evaluation.intervals import Estimate, Share, bootstrap, f1
from variorum.evaluation.matching import Matched, match, touches
from variorum.evaluation.sampling import OF_ARTICLES
from variorum.model import AnnotatedArticle, Quotation

Asked = Literal["content", "source", "cue", "speaker"]
ASKED: tuple[Asked, ...] = ("content", "source", "cue", "speaker")


class Score(Struct, frozen=True, kw_only=True):
    """How well one thing was found in one group. None: nothing was found, or nothing is labelled.

    group: "" for all, else as "kind: direct".
    """

    asked: Asked
    group: str
    precision: Estimate | None
    recall: Estimate | None
    f1: Estimate | None


class _Read(Struct, frozen=True):
    """An article with its quotations in pairs, and what groups it falls into."""

    pairs: Sequence[Matched]
    groups: Mapping[str, str]


def score(
    found: Iterable[AnnotatedArticle],
    labelled: Iterable[AnnotatedArticle],
    by: Sequence[str] = (),
    *,
    seed: int = 0,
) -> list[Score]:
    """Return scores of all, and of each group of ``by``: kind, outlet, year, lang.

    Only labelled articles count; in one that is not among the found ones nothing was found. A found quotation
    is of the kind that it was found to be, a labelled one of the kind that it was labelled. Intervals are
    of whole articles. Raises InputError for texts that differ, for a field that there is not, and where no
    article is in both.
    """
    at = {one.article.id: one for one in found}
    read = [_read(at.get(one.article.id), one) for one in labelled]
    if not any(one.article_found for one in read):
        raise InputError("no labelled article is among those that were found in; ids must be the same")
    items = [one.read for one in read]
    scores = [_score(items, asked, "", lambda one, of: True, seed) for asked in ASKED]
    for field in by:
        if field != "kind" and field not in OF_ARTICLES:
            raise InputError(f"cannot tell by {field!r}; there are: kind, {', '.join(OF_ARTICLES)}")
        for value in sorted({v for one in items for v in _values(one, field)}):
            within = _within(field, value)
            scores += [_score(items, asked, f"{field}: {value}", within, seed) for asked in ASKED]
    return scores


class _Article(Struct, frozen=True):
    read: _Read
    article_found: bool


def _read(found: AnnotatedArticle | None, labelled: AnnotatedArticle) -> _Article:
    article = labelled.article
    if found is not None and found.article.text != article.text:
        raise InputError("was labelled in another text than it was found in", article=article.id)
    theirs = found.annotation.quotations if found is not None else ()
    pairs = match(article.text, labelled.annotation.quotations, theirs)
    groups = {name: value(article) for name, value in OF_ARTICLES.items()}
    return _Article(_Read(pairs, groups), found is not None)


def _values(one: _Read, field: str) -> set[str]:
    if field == "kind":
        return {side.kind for pair in one.pairs for side in (pair.labelled, pair.found) if side}
    return {one.groups[field]}


Within = Callable[[_Read, Quotation], bool]


def _within(field: str, value: str) -> Within:
    if field == "kind":
        return lambda one, of: of.kind == value
    return lambda one, of: one.groups[field] == value


def _score(items: Sequence[_Read], asked: Asked, group: str, within: Within, seed: int) -> Score:
    counts = [_counts(one, asked, within) for one in items]
    shares: dict[str, Share] = {
        "precision": lambda sums: _share(sums[0], sums[1]),
        "recall": lambda sums: _share(sums[2], sums[3]),
        "f1": _f1,
    }
    made = {name: bootstrap(counts, share, seed=seed) for name, share in shares.items()}
    return Score(asked=asked, group=group, **made)


def _share(right: int, of: int) -> tuple[float, int] | None:
    return (right / of, of) if of else None


def _f1(sums: Sequence[int]) -> tuple[float, int] | None:
    found_right, found, labelled_right, labelled = sums
    if not found or not labelled:
        return None
    precision, recall = found_right / found, labelled_right / labelled
    return f1(precision, recall), labelled


def _counts(one: _Read, asked: Asked, within: Within) -> tuple[int, int, int, int]:
    """Return how many found ones are right and how many there are, and the same of labelled ones."""
    found_right = found = labelled_right = labelled = 0
    for pair in one.pairs:
        right = _is_right(pair, asked)
        if pair.found is not None and within(one, pair.found):
            found, found_right = found + 1, found_right + right
        if pair.labelled is not None and within(one, pair.labelled):
            labelled, labelled_right = labelled + 1, labelled_right + right
    return found_right, found, labelled_right, labelled


def _is_right(pair: Matched, asked: Asked) -> bool:
    """Tell whether the content was found, and what is asked beside it is as labelled: there or not there."""
    ours, theirs = pair.labelled, pair.found
    if ours is None or theirs is None:
        return False
    if asked == "source":
        return touches(ours.source, theirs.source) if ours.source else not theirs.source
    if asked == "cue":
        return touches(ours.cue, theirs.cue) if ours.cue else not theirs.cue
    if asked == "speaker":
        return (ours.speaker and ours.speaker.name) == (theirs.speaker and theirs.speaker.name)
    return True
