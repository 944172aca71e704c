"""Whether two quotations render the same utterance, decided by their alignment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations

from msgspec import Struct

from variorum.collation.order import story_language
from variorum.collation.utterances.rendering import Rendering, Stretch
from variorum.language.language import Language
from variorum.settings import PROSE, VARIANTS, CollateSettings
from variorum.text.alignment import Operation, Similarity, Windows, align, turned_operations
from variorum.text.names import Answer
from variorum.text.normalise import Word

_WRITTEN = frozenset(("letter", "post", "email"))


class Match(Struct, frozen=True, kw_only=True):
    """How two quotations agree.

    operations: turn the words of the first into those of the second. matched: equal words.
    content: of those, words that carry meaning. run: the longest stretch of equal words.
    identity: share of agreeing words where both have words; what one merely leaves out at its ends is no
        disagreement, words that both have and that differ are.
    """

    operations: tuple[Operation, ...]
    matched: int
    content: int
    run: int
    identity: float


def _post(rendering: Rendering) -> str | None:
    """Return the address or date of the embedded post that the words stand in."""
    for post in rendering.source.annotation.posts:
        if post.span.overlaps(rendering.content[0]):
            return post.url or post.date
    return None


class Matcher:
    """Aligns quotations of one story, each pair of wordings once: reports print the same words.

    fullness: of each quotation. posts: see ``_post``. wordings: a number for each, the same for those that
    ``compare`` sees no difference between. words_sorted: the same for those that have the same words in any
    order.
    """

    def __init__(self, quotations: Sequence[Rendering], settings: CollateSettings) -> None:
        self.quotations = quotations
        self.settings = settings
        self.fullness = [fullness(rendering) for rendering in quotations]
        self.posts = [_post(rendering) for rendering in quotations]
        self._hopeful: dict[tuple[int, int], bool] = {}
        self._phrases: dict[tuple[int, int], bool] = {}
        self._bags = [Counter(rendering.keys) for rendering in quotations]
        self._vocabulary = Vocabulary(story_language(one.source for one in quotations))
        self._ids = [self._vocabulary.ids(rendering.keys) for rendering in quotations]
        wordings: dict[Wording, int] = {}
        self.wordings = [wordings.setdefault(wording(one), len(wordings)) for one in quotations]
        self._matches: dict[tuple[int, int], Match] = {}
        bags: dict[tuple[int, ...], int] = {}
        self.words_sorted = [bags.setdefault(tuple(sorted(ids)), len(bags)) for ids in self._ids]

    def match(self, a: int, b: int) -> Match:
        """Return how quotation ``a`` (the fuller one, for stable results) and ``b`` agree."""
        pair = self.wordings[a], self.wordings[b]
        known = self._matches.get(pair)
        if known is None:
            first, second = self.quotations[a], self.quotations[b]
            known = self._matches[pair] = compare(first, second, self._vocabulary)
        return known

    def may_agree(self, a: int, b: int) -> bool:
        """Tell, without aligning, whether two words of meaning may agree, or all words of the shorter."""
        pair = self.wordings[a], self.wordings[b]
        if pair not in self._hopeful:
            common = self._bags[a] & self._bags[b]
            contained = common.total() == min(len(self._ids[a]), len(self._ids[b]))
            function = self._vocabulary.function_words
            meaning = sum(times for key, times in common.items() if key not in function)
            self._hopeful[pair] = contained or meaning > 1
        return self._hopeful[pair]

    def is_phrase(self, a: int, b: int) -> bool:
        """Tell, without aligning, whether two long quotations share a few words at most, and differ in length
        by more than the one word by which short ones may.
        """
        pair = self.wordings[a], self.wordings[b]
        if pair not in self._phrases:
            lengths = sorted((len(self._ids[a]), len(self._ids[b])))
            few = self.settings.fragment
            apart = lengths[0] > few and lengths[1] - lengths[0] > 1
            self._phrases[pair] = apart and (self._bags[a] & self._bags[b]).total() <= few
        return self._phrases[pair]

    def candidates(self) -> list[tuple[int, int]]:
        """Return pairs (fuller, other) that share all words, or a run that is not all function words."""
        places: dict[tuple[int, ...], list[int]] = defaultdict(list)
        function = self._vocabulary.function()
        size = self.settings.gram
        said: Counter[tuple[str, ...]] = Counter()
        for index, ids in enumerate(self._ids):
            # A refrain: each pair of its occurrences would be looked at, in every report that has it.
            words = (self.quotations[index].article, *self.quotations[index].keys)
            said[words] += 1
            if said[words] > PROSE.repeats:
                continue
            grams = {tuple(ids[at : at + size]) for at in range(len(ids) - size + 1)}
            for gram in grams:
                if not function.issuperset(gram):
                    places[gram].append(index)
            if len(ids) > self.settings.fragment:  # the same words in any order
                places[(-1, *sorted(ids))].append(index)
        pairs = {pair for found in places.values() for pair in combinations(found, 2)}
        return sorted(self._fuller_first(a, b) for a, b in pairs)

    def _fuller_first(self, a: int, b: int) -> tuple[int, int]:
        return (a, b) if self.fullness[a] >= self.fullness[b] else (b, a)


def fullness(rendering: Rendering) -> tuple[int, int, int, tuple[int, int], str]:
    """Return what ranks readings for the base: most words, then unmarked, whole and early ones."""
    read = rendering.read
    kept = sum(not word.inserted and word.kind != "mask" for word in read.words)
    place, start, identity = rendering.order
    return kept, -len(read.gaps), -len(read.breaks), (-place, -start), identity


Wording = tuple[tuple[str, ...], frozenset[int], frozenset[int], frozenset[int]]


def wording(stretch: Stretch) -> Wording:
    """Return all that ``compare`` looks at in a stretch of words: equal ones give equal matches."""
    words = stretch.words
    return (
        stretch.keys,
        frozenset(stretch.read.gaps),
        frozenset(at for at, word in enumerate(words) if word.inserted),
        frozenset(at for at, word in enumerate(words) if word.kind == "mask"),
    )


class Vocabulary:
    """The words of a story by number, to be aligned: how alike two are, and what was aligned already.

    lang: whose words they are. function_words: those without a meaning of their own. similar: the score of
    two unlike words by their numbers: forms of one word come closest, then words of one class: content
    against content, not against function.
    """

    def __init__(self, lang: Language) -> None:
        self._stem = lang.stem
        self.function_words = lang.collation.function
        self._numbers: dict[str, int] = {}
        self._stems: list[str] = []
        self._function: list[bool] = []
        self._digits: list[bool] = []
        self.similar = _similarity(self._stems, self._function, self._digits)
        self.windows: Windows = {}

    def ids(self, keys: Sequence[str]) -> list[int]:
        """Return the numbers of words, given to those that have none yet."""
        numbers = self._numbers
        for key in keys:
            if key not in numbers:
                numbers[key] = len(numbers)
                self._stems.append(self._stem(key))
                self._function.append(key in self.function_words)
                self._digits.append(key[:1].isdigit())
        return [numbers[key] for key in keys]

    def weight(self, keys: Sequence[str]) -> float:
        """Return how many words these are, function words at less: they agree by chance."""
        function, less = self.function_words, VARIANTS.function_weight
        return sum([less if key in function else 1.0 for key in keys])

    def function(self) -> set[int]:
        """Return the numbers of words without a meaning of their own."""
        return {number for number, function in enumerate(self._function) if function}


def _similarity(stems: Sequence[str], function: Sequence[bool], digits: Sequence[bool]) -> Similarity:
    def similar(a: int, b: int) -> float:
        if stems[a] == stems[b]:
            return 1.0
        if function[a] != function[b]:
            return -1.5
        return 0.5 if digits[a] and digits[b] else -0.75

    return similar


def compare(first: Stretch, second: Stretch, words: Vocabulary) -> Match:
    """Return how two quotations of a story agree."""
    operations = turned_operations(first.keys, second.keys)
    if not operations:
        a, b = words.ids(first.keys), words.ids(second.keys)
        operations = _anchored(align(a, b, similar=words.similar, windows=words.windows), a, b)
        operations = _with_near_ends(operations, first.keys, second.keys, words)
    function = words.function_words
    matched = content = run = 0
    agreeing = 0.0
    for operation in operations:
        if operation.kind == "equal":
            keys = first.keys[operation.a_start : operation.a_end]
            matched += len(keys)
            run = max(run, len(keys))
            content += sum(key not in function for key in keys)
            agreeing += words.weight(keys)
    cost = _disagreement(operations, first, second, words)
    identity = agreeing / (agreeing + cost) if matched else 0.0
    return Match(operations=operations, matched=matched, content=content, run=run, identity=identity)


def _anchored(operations: tuple[Operation, ...], a: Sequence[int], b: Sequence[int]) -> tuple[Operation, ...]:
    """Return the operations with the first and the last words of both as equal, where one side has at an end
    nothing but words with which the other begins or ends there, too.

    Gaps at the ends are free, so that an alignment cuts off "open despite the warnings" and replaces "banks"
    by "open" rather than begin with the "open" of both.
    """
    equal = [at for at, operation in enumerate(operations) if operation.kind == "equal"]
    if not equal:
        return operations
    first, last = operations[equal[0]], operations[equal[-1]]
    head, tail = operations[: equal[0]], operations[equal[-1] + 1 :]
    heads = a[: first.a_start], b[: first.b_start]
    tails = a[last.a_end :], b[last.b_end :]
    size = min(map(len, heads))
    if size and heads[0][:size] == heads[1][:size]:
        gap = _gap(size, first.a_start, size, first.b_start)
        head = (Operation("equal", 0, size, 0, size), *gap)
    size = min(map(len, tails))
    if size and tails[0][-size:] == tails[1][-size:]:
        ends = len(a) - size, len(b) - size
        gap = _gap(last.a_end, ends[0], last.b_end, ends[1])
        tail = (*gap, Operation("equal", ends[0], len(a), ends[1], len(b)))
    return (*head, *operations[equal[0] : equal[-1] + 1], *tail)


def _with_near_ends(
    operations: tuple[Operation, ...], a: Sequence[str], b: Sequence[str], words: Vocabulary
) -> tuple[Operation, ...]:
    """Return the operations with the last words of one side as equal, where the other has them a few words
    further on, and the first ones where it has them a few words before.

    Gaps at the ends are free, so that an alignment cuts off "and timely inquiry" and replaces it by "inquiry"
    rather than open a gap for one word.
    """
    equal = [at for at, operation in enumerate(operations) if operation.kind == "equal"]
    if not equal:
        return operations
    first, last = operations[equal[0]], operations[equal[-1]]
    head, tail = operations[: equal[0]], operations[equal[-1] + 1 :]
    at = _further(a[last.a_end :], b[last.b_end :], words)
    if at is not None:
        size = min(len(a) - last.a_end, len(b) - last.b_end)
        start, other = last.a_end + at[0], last.b_end + at[1]
        tail = (
            *_gap(last.a_end, start, last.b_end, other),
            Operation("equal", start, start + size, other, other + size),
            *_gap(start + size, len(a), other + size, len(b)),
        )
    at = _further(a[: first.a_start][::-1], b[: first.b_start][::-1], words)
    if at is not None:
        size = min(first.a_start, first.b_start)
        end, other = first.a_start - at[0], first.b_start - at[1]
        head = (
            *_gap(0, end - size, 0, other - size),
            Operation("equal", end - size, end, other - size, other),
            *_gap(end, first.a_start, other, first.b_start),
        )
    return (*head, *operations[equal[0] : equal[-1] + 1], *tail)


def _further(one: Sequence[str], other: Sequence[str], words: Vocabulary) -> tuple[int, int] | None:
    """Return how many words of each side stand before all words of the shorter; None when they are not near,
    or have no meaning of their own.
    """
    short, long = sorted((one, other), key=len)
    if not short or words.function_words.issuperset(short):
        return None
    for at in range(1, min(VARIANTS.near_end, len(long) - len(short)) + 1):
        if long[at : at + len(short)] == short:
            return (at, 0) if long is one else (0, at)
    return None


def _gap(a_start: int, a_end: int, b_start: int, b_end: int) -> tuple[Operation, ...]:
    """Return what one side has more between two equal stretches, if anything."""
    if a_end > a_start:
        return (Operation("delete", a_start, a_end, b_start, b_start),)
    return (Operation("insert", a_start, a_start, b_start, b_end),) if b_end > b_start else ()


def _turned(operations: Sequence[Operation], a: Sequence[str], b: Sequence[str], words: Vocabulary) -> float:
    """Return the weight of replaced words that stand among the replacing ones of another place."""
    replaced = [operation for operation in operations if operation.kind == "replace"]
    if not replaced:
        return 0.0
    removed = [key for op in replaced for key in a[op.a_start : op.a_end]]
    added = [key for op in replaced for key in b[op.b_start : op.b_end]]
    if set(removed).isdisjoint(added):
        return 0.0
    return words.weight(list((Counter(removed) & Counter(added)).elements()))


def _disagreement(
    operations: Sequence[Operation], first: Stretch, second: Stretch, words: Vocabulary
) -> float:
    """Return how many words disagree; a gap counts little, a marked one nothing, turned words half.

    Never below nothing: in shuffled words more can be turned than is replaced place by place.
    """
    cost = -_turned(operations, first.keys, second.keys, words) / 2
    last = len(operations) - 1
    for index, operation in enumerate(operations):
        if operation.kind == "equal":
            continue
        removed = words.weight(first.keys[operation.a_start : operation.a_end])
        added = words.weight(second.keys[operation.b_start : operation.b_end])
        if operation.kind == "replace":
            if _masks(first.words[operation.a_start : operation.a_end]) or _masks(
                second.words[operation.b_start : operation.b_end]
            ):
                continue
            cost += min(removed, added) + min(abs(removed - added), 4) / 4
        elif 0 < index < last:
            bracketed = all(
                word.inserted
                for word in (
                    *first.words[operation.a_start : operation.a_end],
                    *second.words[operation.b_start : operation.b_end],
                )
            )
            marked = bracketed or (
                operation.b_start in second.read.gaps or operation.a_start in first.read.gaps
            )
            cost += 0.0 if marked else min(removed + added, 4) / 4
    return max(cost, 0.0)


def _masks(words: Sequence[Word]) -> bool:
    """Tell whether only a mask stands there, which may be for any word."""
    return all(word.kind == "mask" for word in words)


class Judge:
    """Decides on pairs and knows why fragments are doubtful."""

    def __init__(
        self, matcher: Matcher, one_speaker: Callable[[int, int], Answer], settings: CollateSettings
    ) -> None:
        self.matcher = matcher
        self.one_speaker = one_speaker
        self.settings = settings

    def other_speaker(self, a: int, b: int) -> bool:
        """Tell whether the quotations are surely given to different speakers."""
        return self.one_speaker(a, b) == "no"

    def same(self, a: int, b: int) -> bool:
        """Tell whether the quotations ``a`` (fuller) and ``b`` render the same utterance."""
        if not self.matcher.may_agree(a, b) and self.one_speaker(a, b) != "yes":
            return False  # whatever the alignment: most pairs share no more than a phrase
        if self.matcher.is_phrase(a, b):
            return False
        match = self.matcher.match(a, b)
        settings = self.settings
        if match.identity < settings.repeat_identity and self.other_occasion(a, b):
            return False
        if match.run >= settings.sure_run and match.content >= 3:
            return True
        if self._turned(a, b):
            return True
        shorter = min(len(self.matcher.quotations[a].words), len(self.matcher.quotations[b].words))
        if shorter <= settings.fragment or match.matched <= settings.fragment:
            return self._fragment(a, b, match, shorter)
        if match.run == shorter and match.content:
            return not self.other_speaker(a, b) or match.content >= 2
        enough = 1 if self.one_speaker(a, b) == "yes" else 2
        if match.content < enough or match.run < self.settings.gram or self._stretched(a, b, match):
            return False
        if match.matched < 12 and self.other_speaker(a, b):
            return match.identity >= settings.other_speaker_identity and 2 * match.matched >= shorter
        return match.identity >= self._floor(match)

    def _turned(self, a: int, b: int) -> bool:
        """Tell whether both are the same words, more than a fragment, in another order."""
        if self.matcher.words_sorted[a] != self.matcher.words_sorted[b]:
            return False
        return len(self.matcher.quotations[a].keys) > self.settings.fragment and not self.other_speaker(a, b)

    def other_occasion(self, a: int, b: int) -> bool:
        """Tell whether words that are not quite the same were put out at two times or in two ways: two posts,
        or a letter and something that somebody else, or nobody known, said.
        """
        first, second = self.matcher.quotations[a], self.matcher.quotations[b]
        posts = self.matcher.posts[a], self.matcher.posts[b]
        if posts[0] and posts[1]:
            return posts[0] != posts[1]
        media = {first.quotation.medium, second.quotation.medium}
        return bool(media & _WRITTEN) and len(media) > 1 and self.one_speaker(a, b) != "yes"

    def _stretched(self, a: int, b: int, match: Match) -> bool:
        """Tell whether few words agree and as many stand between them in one quotation, without a sign."""
        if match.matched >= VARIANTS.few:
            return False
        gaps = (self.matcher.quotations[a].read.gaps, self.matcher.quotations[b].read.gaps)
        return any(
            operation.kind in ("delete", "insert")
            and operation.a_start not in gaps[0]
            and operation.b_start not in gaps[1]
            and operation.a_end - operation.a_start + operation.b_end - operation.b_start >= match.matched
            for operation in match.operations[1:-1]
        )

    def _floor(self, match: Match) -> float:
        settings = self.settings
        if match.matched < VARIANTS.few or (match.matched < 12 and match.run <= settings.gram):
            return (
                settings.short_identity
            )  # few words, or words here and there, as two posts on one thing have
        return settings.medium_identity if match.matched < 12 else settings.long_identity

    def _fragment(self, a: int, b: int, match: Match, shorter: int) -> bool:
        """Few words: all of them, unbroken, with meaning, and not given to somebody else."""
        enough = 1 if self.one_speaker(a, b) == "yes" else 2
        if match.run < shorter or shorter < self.settings.gram or match.content < enough:
            return self._short_change(a, b, match)
        longer = max(len(self.matcher.quotations[a].words), len(self.matcher.quotations[b].words))
        return longer == shorter and shorter > 3 or not self.other_speaker(a, b)

    def _short_change(self, a: int, b: int, match: Match) -> bool:
        """Tell whether two whole short quotations differ in one word only, as an altered one would."""
        lengths = {len(self.matcher.quotations[index].words) for index in (a, b)}
        close = max(lengths) - min(lengths) <= 1 and match.matched >= self.settings.gram
        alike = match.identity >= self.settings.short_identity and match.content >= 2
        return close and alike and not self.other_speaker(a, b)
