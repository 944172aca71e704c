"""Compare a stretch of a draft with a place in a report, word by word, and name the verdict of the contract.

``docs/check.md`` is the contract in words. Whatever is not shown to be the same counts as changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from variorum.checking.figure_signs import is_minus, lost_at_edges, same_figure, sign_changes
from variorum.checking.passages import plain_rendering
from variorum.checking.places import OpenReport
from variorum.checking.results import FOUND, CheckedChange, Marks, Verdict
from variorum.checking.weighing import Weighed, added, is_of_figure, weigh
from variorum.collation.utterances.matching import Vocabulary
from variorum.collation.utterances.rendering import Rendering
from variorum.collation.variants.broken import same_broken
from variorum.collation.variants.changes import AlignedPair, Change, changes
from variorum.collation.variants.names_inside import name_kind
from variorum.collation.variants.substitutions import substitution
from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, Annotation, Severity, Span
from variorum.model.kinds import GRAVITY, gravest, severity_of
from variorum.settings import SEARCH, VARIANTS, CheckSettings, CollateSettings
from variorum.text.alignment import Operation, align, turned_operations
from variorum.text.normalise import fold, surfaces

_QUOTE_SIGN = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)  # Markdown's sign of a block quotation
_EMPHASIS = re.compile(r"(?<![\w*])[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?![\w*])")
_ENDS_SENTENCE = re.compile(r"[.?!]")
_GOODNESS: dict[Verdict, int] = {"verbatim": 0, "typographic": 1, "elided": 2, "altered": 3, "partial": 3}


class Finding(Struct, frozen=True, kw_only=True):
    """The verdict on a stretch at one place. span: the place; distance: words that only one side has.

    sure: so much agrees that it is the same utterance, even when another speaker is named.
    """

    verdict: Verdict
    severity: Severity | None
    changes: tuple[CheckedChange, ...]
    span: Span
    distance: int
    marks: Marks
    sure: bool = True

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Orders findings, the nearest first: the verdict, then words that differ, severity, marks."""
        gravity = 3 if self.severity is None else GRAVITY[self.severity]
        outside = ("inside", "partly", "outside").index(self.marks)
        return _GOODNESS[self.verdict], self.distance, -gravity, outside


def compare_place(
    page: OpenReport,
    stretch: Rendering,
    views: Sequence[Rendering],
    settings: CheckSettings,
    collate: CollateSettings,
) -> Finding | None:
    """Return what ``stretch`` is against a part of the report's text, as ``views_of`` reads it; None when it
    is not there.
    """
    found: list[Finding] = []
    for view in views:
        if view.words:
            found += _exact(page, view, stretch, collate)
    if not found and len(stretch.words) > settings.fragment:
        turned = [one for view in views for one in _turned(page, view, stretch, collate)]
        nearly = [
            near for view in views if view.words and (near := _near(page, view, stretch, settings, collate))
        ]
        # One word lost or added explains more than another order of many.
        found = [one for one in nearly if one.distance == 1] or turned or nearly
    return min(found, key=lambda finding: (finding.rank, finding.span), default=None)


def views_of(page: OpenReport, window: Span) -> tuple[Rendering, ...]:
    """Return the report's words in ``window``, read twice: as they run, and those between its quotation marks
    alone, since its own words may interrupt a speech ("It is over," she said, "and we go home").
    """
    source = AnnotatedArticle(article=page.article, annotation=Annotation())
    views = [plain_rendering(source, (window,))]
    quoted = [
        Span(max(region.inner.start, window.start), min(region.inner.end, window.end))
        for region in page.regions_at(window)
        if region.inner.overlaps(window)
    ]
    if len(quoted) > 1:
        views.append(plain_rendering(source, quoted))
    return tuple(views)


# ---- the same words -----------------------------------------------------------------------------------


def _exact(page: OpenReport, view: Rendering, stretch: Rendering, collate: CollateSettings) -> list[Finding]:
    size = len(stretch.keys)
    found = []
    for start in _occurrences(view.keys, stretch.keys):
        whole = Operation("equal", start, start + size, 0, size)
        weighed = _changes(view, stretch, (whole,), collate)
        found.append(_finding(page, view, stretch, whole, weighed, collate))
    return found


def _occurrences(keys: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    """Yield where ``wanted`` stands in ``keys`` without a break, the first few places."""
    size, count = len(wanted), 0
    for start in range(len(keys) - size + 1):
        if keys[start] == wanted[0] and keys[start : start + size] == wanted:
            yield start
            count += 1
            if count == SEARCH.exact_places:
                return


def _changes(
    view: Rendering, stretch: Rendering, operations: tuple[Operation, ...], collate: CollateSettings
) -> list[Weighed]:
    """Return the differences between the first and the last equal words, and those inside equal words."""
    pair = AlignedPair(base=view, reading=stretch, operations=operations)
    weighed = [
        weigh(change, view, stretch)
        for change in changes(pair, name_kind, collate)
        if not (change.kind == "censoring" and _same_mask(view, stretch, change))
        and not _minus_alone(view, stretch, change)
        and not same_figure(view, stretch, change)
    ]
    for operation in operations:
        if operation.kind == "equal":
            weighed += _hidden(view, stretch, operation)
    return weighed


def _minus_alone(view: Rendering, stretch: Rendering, change: Change) -> bool:
    """Tell whether only one side has a minus as a word, before a figure that both have."""
    sides = view.keys[change.base_start : change.base_end], stretch.keys[change.start : change.end]
    figures = [
        side.words[end].kind == "number"
        for side, end in ((view, change.base_end), (stretch, change.end))
        if end < len(side.words)
    ]
    return len(figures) == 2 and all(figures) and (is_minus(*sides, view) or is_minus(*sides[::-1], stretch))


def _same_mask(view: Rendering, stretch: Rendering, change: Change) -> bool:
    """Tell whether both mask the same letters, with other dashes or marks."""
    report = surfaces(view.source.article.text, view.words[change.base_start : change.base_end])
    draft = surfaces(stretch.source.article.text, stretch.words[change.start : change.end])
    return fold(report).text == fold(draft).text


def _hidden(view: Rendering, stretch: Rendering, run: Operation) -> Iterator[Weighed]:
    """Yield differences at equal words: brackets, marks of omission, joined sentences, signs of figures."""
    offset = run.b_start - run.a_start
    # Brackets around the whole passage say nothing of its words.
    bracketed = not all(word.inserted for word in view.words[run.a_start : run.a_end])
    for at in range(run.a_start, run.a_end):
        if bracketed and view.words[at].inserted and not stretch.words[at + offset].inserted:
            place = (at, at + 1, at + offset, at + offset + 1)
            yield Weighed("insertion", "material", "altered", *place, marked=False)
        if at == run.a_start:
            continue
        place = (at, at, at + offset, at + offset)
        if at in view.read.gaps and at + offset not in stretch.read.gaps | stretch.read.breaks:
            yield Weighed("elision", "material", "elided", *place, marked=False)
        if at in view.read.breaks and at + offset not in stretch.read.breaks and _parted(view, at):
            yield Weighed("splice", "minor", "altered", *place)
    for one in sign_changes(view, stretch, run):
        place = (one.base, one.base + 1, one.word, one.word + 1)
        yield Weighed("figure", "critical", "altered", *place, was=one.was, now=one.now)


def _parted(view: Rendering, at: int) -> bool:
    """Tell whether the report's own words before word ``at`` end a sentence between its quotation marks."""
    text = view.source.article.text
    return bool(_ENDS_SENTENCE.search(text[view.words[at - 1].end : view.words[at].start]))


def _same_signs(view: Rendering, stretch: Rendering, run: Operation) -> bool:
    """Tell whether both are printed alike, sign for sign; white space and signs of Markdown do not count."""
    ours, theirs = stretch.words[run.b_start : run.b_end], view.words[run.a_start : run.a_end]
    draft, report = stretch.source.article.text, view.source.article.text
    broken = any(run.b_start < cut < run.b_end for cut in stretch.read.breaks) or any(
        run.a_start < cut < run.a_end for cut in view.read.breaks
    )
    if broken:  # the words of who writes stand between: only the words themselves can be compared
        return [draft[word.start : word.end] for word in ours] == [
            report[word.start : word.end] for word in theirs
        ]
    if _plain(surfaces(draft, ours)) != _plain(surfaces(report, theirs)):
        return False
    ends = draft[ours[-1].end : ours[-1].end + 1], report[theirs[-1].end : theirs[-1].end + 1]
    return ends[0] == ends[1] or not set(ends) & {"?", "!"}


def _plain(text: str) -> str:
    return " ".join(_EMPHASIS.sub("", _QUOTE_SIGN.sub("", text)).split())


def _turned(page: OpenReport, view: Rendering, stretch: Rendering, collate: CollateSettings) -> list[Finding]:
    """Return where the same words stand next to each other in another order."""
    size = len(stretch.keys)
    wanted = Counter(stretch.keys)
    missing, open_words = Counter(wanted), size
    found = []
    for at, key in enumerate(view.keys):
        open_words -= missing[key] > 0
        missing[key] -= 1
        if at >= size:
            gone = view.keys[at - size]
            missing[gone] += 1
            open_words += missing[gone] > 0
        start = at + 1 - size
        if open_words == 0 and start >= 0 and not _crosses_speech(view, start, at):
            operations = turned_operations(view.keys[start : at + 1], stretch.keys)
            if operations:
                shifted = tuple(
                    Operation(one.kind, one.a_start + start, one.a_end + start, one.b_start, one.b_end)
                    for one in operations
                )
                whole = Operation("equal", start, at + 1, 0, size)
                weighed = _changes(view, stretch, shifted, collate)
                found.append(_finding(page, view, stretch, whole, weighed, collate))
    return [one for one in found if one.verdict not in FOUND][: SEARCH.exact_places]


def _crosses_speech(view: Rendering, start: int, last: int) -> bool:
    """Tell whether a speech ends among words: the next was not said after it in a row, in whatever order."""
    return any(start < cut <= last and _parted(view, cut) for cut in view.read.breaks)


# ---- nearly the same words ----------------------------------------------------------------------------


def _near(
    page: OpenReport, view: Rendering, stretch: Rendering, settings: CheckSettings, collate: CollateSettings
) -> Finding | None:
    """Return the verdict where the view agrees most with the stretch; None when too little agrees."""
    operations = _align(view.keys, stretch.keys, view.lang)
    equal = [operation for operation in operations if operation.kind == "equal"]
    if not equal:
        return None
    first, last = equal[0], equal[-1]
    inner = tuple(
        operation
        for operation in operations
        if operation.a_start >= first.a_start and operation.a_end <= last.a_end
        and operation.b_start >= first.b_start and operation.b_end <= last.b_end
    )  # fmt: skip
    if not _is_it(stretch, equal, inner, _function_words(page), settings):
        return None
    weighed = _changes(view, stretch, inner, collate)
    low, high = _bounds(page, view, first.a_start, last.a_end)
    head = Operation("replace", max(low, first.a_start - first.b_start), first.a_start, 0, first.b_start)
    rest = len(stretch.keys) - last.b_end
    tail = Operation("replace", last.a_end, min(high, last.a_end + rest), last.b_end, len(stretch.keys))
    start, stop = first.a_start, last.a_end
    for end in (head, tail):
        if end.b_end > end.b_start:
            broken = _broken_end(view, stretch, end, at_start=end is head)
            if broken is not None:
                start, stop = min(start, broken[0]), max(stop, broken[1])
                continue
            one = _end(view, stretch, end, settings)
            weighed.append(one)
            if one.base_end > one.base_start:  # the report's words there are shown with it
                start, stop = min(start, one.base_start), max(stop, one.base_end)
    whole = Operation("equal", start, stop, first.b_start, last.b_end)
    found = _finding(page, view, stretch, whole, weighed, collate)
    matched = sum(one.b_end - one.b_start for one in equal)
    run = max(one.b_end - one.b_start for one in equal)
    distance = len(stretch.keys) + last.a_end - first.a_start - 2 * matched
    return replace(found, distance=distance, sure=run >= settings.sure_run)


def _align(keys: Sequence[str], wanted: Sequence[str], lang: Language) -> tuple[Operation, ...]:
    words = _words_for(tuple(wanted), lang)
    return align(words.ids(keys), words.ids(wanted), similar=words.similar, windows=words.windows)


@lru_cache(maxsize=16)
def _words_for(_wanted: tuple[str, ...], lang: Language) -> Vocabulary:
    """Return the vocabulary that one stretch is compared by: many reports print the same words around it."""
    return Vocabulary(lang)


def _bounds(page: OpenReport, view: Rendering, first: int, last: int) -> tuple[int, int]:
    """Return how far the words that correspond may reach: not over the report's quotation marks."""
    low, high = 0, len(view.words)
    for region in page.regions_at(Span(view.words[first].start, view.words[last - 1].end)):
        if region.inner.start <= view.words[first].start < region.inner.end:
            low = next(at for at, word in enumerate(view.words) if word.start >= region.inner.start)
        if region.inner.start < view.words[last - 1].end <= region.inner.end:
            high = 1 + max(at for at, word in enumerate(view.words) if word.end <= region.inner.end)
    return min(low, first), max(high, last)


def _function_words(page: OpenReport) -> frozenset[str]:
    """Return the words of the report's language that carry no meaning of their own."""
    return language_of(page.article.lang).collation.function


def _is_it(
    stretch: Rendering,
    equal: Sequence[Operation],
    inner: Sequence[Operation],
    function: frozenset[str],
    settings: CheckSettings,
) -> bool:
    """Tell whether enough agrees that these are the draft's words, changed, and not other words.

    Only ``altered``, ``elided`` and ``partial`` depend on it, never that something counts as found as it is.
    """
    matched = [key for one in equal for key in stretch.keys[one.b_start : one.b_end]]
    content = sum(key not in function for key in matched)
    run = max(one.b_end - one.b_start for one in equal)
    share = _weight(matched, function) / _weight(stretch.keys, function)
    at_end = any(one.b_start == 0 or one.b_end == len(stretch.keys) for one in equal if _long(one, settings))
    if (
        run >= settings.sure_run
        and content >= settings.content
        and (at_end or share >= settings.agreeing_sure)
    ):
        return True
    if run >= settings.part_run and 2 * run >= len(stretch.keys) and content >= settings.content:
        return True
    if run < settings.least_run or content < (settings.content if share < settings.agreeing_much else 1):
        return False
    scattered = len(equal) > 1 + len(matched) // settings.least_run
    floor = settings.agreeing_short if len(stretch.keys) < settings.short else settings.agreeing
    return not scattered and share >= floor


def _long(run: Operation, settings: CheckSettings) -> bool:
    return run.b_end - run.b_start >= settings.sure_run


def _weight(keys: Sequence[str], function: frozenset[str]) -> float:
    """Return how many words there are; function words, which agree by chance, count less than a half."""
    return sum(VARIANTS.function_weight if key in function else 1.0 for key in keys)


def _broken_end(
    view: Rendering, stretch: Rendering, end: Operation, *, at_start: bool
) -> tuple[int, int] | None:
    """Return the report's words that an end of the draft only breaks otherwise ("offi- cial"), if any."""
    texts = view.source.article.text, stretch.source.article.text
    ours = stretch.words[end.b_start : end.b_end]
    for size in range(1, end.a_end - end.a_start + 1):
        place = (end.a_end - size, end.a_end) if at_start else (end.a_start, end.a_start + size)
        if same_broken(texts[0], view.words[slice(*place)], texts[1], ours, view.lang):
            return place
    return None


def _end(view: Rendering, stretch: Rendering, end: Operation, settings: CheckSettings) -> Weighed:
    """Return what the draft's words at one end are, which do not stand there in the report."""
    place = (end.a_start, end.a_end, end.b_start, end.b_end)
    size = end.b_end - end.b_start
    if size >= settings.other_words:
        missing = (end.a_start, end.a_start, end.b_start, end.b_end)
        return Weighed("insertion", "material", "partial", *missing, marked=False)
    if end.a_end == end.a_start:
        return added(stretch, place)
    found = substitution(view, stretch, end, name_kind)
    kind, circumstance, marked = found[0] if found else ("wording", "content", None)
    if is_of_figure(kind, view, stretch, place):
        return Weighed("figure", "critical", "altered", *place)
    return Weighed(kind, severity_of(kind, circumstance), "altered", *place, marked=marked)


# ---- the finding --------------------------------------------------------------------------------------


def _finding(
    page: OpenReport,
    view: Rendering,
    stretch: Rendering,
    whole: Operation,
    weighed: Sequence[Weighed],
    collate: CollateSettings,
) -> Finding:
    words = view.words[whole.a_start : whole.a_end]
    weighed = [*weighed, *_cut_negation(view, whole), *_cut_figures(view, whole)]
    span = Span(min(word.start for word in words), max(word.end for word in words))
    verdicts = {one.verdict for one in weighed}
    verdict: Verdict
    if not weighed:
        verdict = "verbatim" if _same_signs(view, stretch, whole) else "typographic"
    else:
        order: tuple[Verdict, ...] = ("altered", "partial", "elided")
        verdict = next(one for one in order if one in verdicts)
    ordered = sorted(weighed, key=lambda one: (one.start, one.end, one.base_start))
    return Finding(
        verdict=verdict,
        severity=gravest([one.severity for one in weighed]) if weighed else None,
        changes=tuple(_shown(one, view, stretch) for one in ordered),
        span=span,
        distance=0,
        marks=marks_of(page, [Span(word.start, word.end) for word in words]),
    )


def _cut_negation(view: Rendering, whole: Operation) -> Iterator[Weighed]:
    """Yield the "n't" of the report's last word, which the draft cuts off: "she did" out of "she didn't"."""
    end = whole.a_end
    if end < len(view.words) and view.keys[end] == "not" and view.words[end].start == view.words[end - 1].end:
        yield Weighed("negation", "critical", "altered", end, end + 1, whole.b_end, whole.b_end)


def _cut_figures(view: Rendering, whole: Operation) -> Iterator[Weighed]:
    """Yield the signs of figures at both ends which the draft cuts off: "5 degrees" out of "−5 degrees"."""
    for start, end in lost_at_edges(view, whole.a_start, whole.a_end):
        at = whole.b_start if start < whole.a_start else whole.b_end
        yield Weighed("figure", "critical", "altered", start, end, at, at)


def _shown(one: Weighed, view: Rendering, stretch: Rendering) -> CheckedChange:
    ours = stretch.words[one.start : one.end]
    printed, draft = view.source.article.text, stretch.source.article.text
    if one.now:
        start, end = one.now.start, one.now.end
    elif ours:
        start, end = min(word.start for word in ours), max(word.end for word in ours)
    else:  # the place between two words
        start = end = stretch.words[one.start - 1].end if one.start else stretch.words[0].start
    return CheckedChange(
        type=one.type,
        was=one.was.of(printed) if one.was else surfaces(printed, view.words[one.base_start : one.base_end]),
        now=draft[start:end],
        severity=one.severity,
        start=start,
        end=end,
        marked=one.marked,
    )


def marks_of(page: OpenReport, words: Sequence[Span]) -> Marks:
    """Tell whether ``words`` stand inside the report's quotation marks, blocks of quotation included."""
    inside = sum(page.marked.contains(word) for word in words)
    return "outside" if not inside else "inside" if inside == len(words) else "partly"
