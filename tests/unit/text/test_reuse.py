"""Passages of two texts: found with light edits, not made by quotations or stock phrases."""

from collections import Counter
from itertools import combinations
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from variorum.model import Span
from variorum.reuse import among
from variorum.reuse.among import passages_among
from variorum.reuse.reuse import Passage, Runs, passages_of, shared_passages
from variorum.reuse.shingles import Wording
from variorum.settings import WORK, ReuseSettings
from variorum.text.marks import pair_marks
from variorum.text.sentences import split_sentences

SETTINGS = ReuseSettings()
COPY = (
    "The harbour board closed the outer quay on Tuesday after divers found that the storm had broken two of "
    "the nine piers, and it told the fleet to land its catch at the old market until all are tested."
)
EDITED = (
    "The harbor board closed the outer quay Tuesday after divers discovered that the storm had broken two of "
    "the nine piers and it told the fleet to land its catch at the old market until all are tested."
)
OWN = "In the pubs along the front nobody talked of anything else, and skippers did their sums on beer mats."
OTHER = "Our reporter counted eleven boats that had turned back before noon with their holds half full."


def wording(text: str) -> Wording:
    return Wording.of(text, split_sentences(text), [region.span for region in pair_marks(text)])


def passages(a: str, b: str) -> list[Passage]:
    return shared_passages(wording(a), wording(b), SETTINGS)


def test_a_paragraph_is_found_in_two_texts_that_share_nothing_else() -> None:
    (found,) = passages(f"{OWN}\n\n{COPY}", f"{COPY}\n\n{OTHER}")
    assert sum(stretch.length for stretch in found.stretches) == len(wording(COPY).numbers)


def test_changed_words_and_spellings_do_not_part_a_passage() -> None:
    assert len(passages(COPY, EDITED)) == 1


def test_moved_paragraphs_are_passages_each() -> None:
    second = (
        "The port police asked the crews of all vessels over twelve metres to report their berths at once, "
        "and sent two launches to guide in those that had been fishing off the banks when the weather turned."
    )
    assert len(passages(f"{COPY}\n\n{OWN}\n\n{second}", f"{second}\n\n{OTHER}\n\n{COPY}")) == 2


def test_a_speech_in_quotation_marks_makes_no_passage() -> None:
    said = f"“{COPY}” he said."
    assert passages(f"{OWN} {said}", f"{said} {OTHER}") == []


def test_a_stock_phrase_makes_no_passage() -> None:
    phrase = "the former chairman of the harbour board who spoke on condition of anonymity"
    long_own, long_other = f"{OWN} He met {phrase}. {OTHER}", f"{EDITED} She met {phrase}. {EDITED}"
    assert passages(long_own, long_other) == []


def test_a_brief_that_is_a_copy_is_one_though_it_is_short() -> None:
    brief = "The ferry struck the outer wall of the harbour shortly before midnight on Tuesday."
    assert len(passages(brief, brief)) == 1


@given(st.permutations([COPY, OWN, OTHER]), st.permutations([COPY, EDITED, OTHER]))
def test_either_order_of_the_two_texts_finds_the_same(one: list[str], other: list[str]) -> None:
    there, back = (
        passages("\n\n".join(one), "\n\n".join(other)),
        passages("\n\n".join(other), "\n\n".join(one)),
    )
    words = [sum(s.length for found in side for s in found.stretches) for side in (there, back)]
    assert words[0] == words[1]


def test_turned_twice_is_the_same() -> None:
    (found,) = passages(f"{OWN} {COPY}", COPY)
    assert found.turned().turned() == found
    assert found.turned() == passages(COPY, f"{OWN} {COPY}")[0]


def test_words_of_furniture_do_not_count() -> None:
    text = f"{COPY}"
    apart = Wording.of(text, split_sentences(text), [Span(0, len(text))])
    assert shared_passages(apart, wording(text), SETTINGS) == []


def simply(a: Wording, b: Wording) -> list[tuple[list[tuple[int, int, int]], int]]:
    """Return the passages as they are defined, found without any shortcut: stretches and weight of each."""
    words = [wording.numbers.tolist() for wording in (a, b)]
    runs = [[tuple(side[at : at + 3]) for at in range(len(side) - 2)] for side in words]
    often = Counter(runs[1])
    equal = {(x, y) for x, one in enumerate(runs[0]) for y, other in enumerate(runs[1]) if one == other}
    equal = {(x, y) for x, y in equal if often[runs[1][y]] <= 4}
    chains: list[list[tuple[int, int, int]]] = []
    for x, y in sorted(equal):
        if (x - 1, y - 1) in equal:
            continue
        length = next(n for n in range(1, 1000) if (x + n, y + n) not in equal) + 2
        steps = [(x - sum(chain[-1][::2]), y - sum(chain[-1][1:])) for chain in chains]
        fits = [
            (abs(step_x - step_y), number)
            for number, (step_x, step_y) in enumerate(steps)
            if -3 < step_x <= SETTINGS.gap and -3 < step_y <= SETTINGS.gap
        ]
        near, best = min(fits, default=(SETTINGS.gap + 1, -1))
        if near <= SETTINGS.gap:
            chains[best].append((x, y, length))
        else:
            chains.append([(x, y, length)])
    least = min(SETTINGS.weight, max(SETTINGS.short, min(a.prose, b.prose) / 2))
    found = []
    for chain in chains:
        own = [min(a.own[x : x + n].sum(), b.own[y : y + n].sum()) for x, y, n in chain]
        weight = int(sum(max(0, count - 2) for count in own))
        if weight >= least:
            found.append((chain, weight))
    return found


def some_wording(pieces: list[tuple[int, int, tuple[int, int], bool]]) -> Wording:
    """Return words that are taken from one row of different ones.

    Of each piece: where it begins, how many words, how many of how many are changed, whether it is quoted.
    """
    numbers = [
        start + at + 1000 * (at % of < changed)
        for start, count, (changed, of), _ in pieces
        for at in range(count)
    ]
    own = [not quoted for _, count, _, quoted in pieces for _ in range(count)]
    return Wording(
        numbers=np.array(numbers, np.uint32), own=np.array(own, np.bool_), sentences=np.zeros(1, np.int64)
    )


# Parts of a row of 60 words, so that two texts share much, also in another order and many times.
texts = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.integers(1, 120),
        st.sampled_from([(0, 1), (0, 1), (1, 5), (7, 11), (8, 13)]),
        st.sampled_from([False, False, True]),
    ),
    max_size=9,
).map(some_wording)


@settings(max_examples=100)
@given(texts, texts)
def test_shortcuts_lose_nothing_and_add_nothing(a: Wording, b: Wording) -> None:
    found = [
        ([(one.a, one.b, one.length) for one in passage.stretches], passage.weight)
        for passage in shared_passages(a, b, SETTINGS)
    ]
    assert found == simply(a, b)


@settings(max_examples=50)
@given(st.lists(texts, max_size=5), st.integers(0, 3), st.sampled_from([1, 500]))
def test_passages_of_many_texts_at_once_are_those_of_each_two(
    given_texts: list[Wording], left_out: int, at_once: int
) -> None:
    runs = [Runs(one) for one in given_texts]
    pairs = [pair for pair in combinations(range(len(runs)), 2) if sum(pair) % 4 != left_out]
    found = {pair: passages_of(runs[pair[0]], runs[pair[1]], SETTINGS) for pair in pairs}
    with patch.object(among, "WORK", replace(WORK, equal_words=at_once)):
        assert passages_among(runs, pairs, SETTINGS) == {pair: one for pair, one in found.items() if one}


def test_what_overlaps_in_one_text_and_lies_far_off_in_the_other_is_another_passage() -> None:
    a = some_wording([(0, 20, (0, 1), False)])
    b = some_wording([(0, 19, (0, 1), False), (10, 10, (7, 11), False)])
    (found,) = shared_passages(a, b, SETTINGS)
    assert [(one.a, one.b, one.length) for one in found.stretches] == [(0, 0, 19)]
