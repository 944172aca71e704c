"""The contract of the check, for any quotation and any change."""

from __future__ import annotations

import random
import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import variorum
from variorum.checking.checker import Checker
from variorum.checking.collection import fill
from variorum.checking.index import Index
from variorum.checking.postings import bucket_bits, pack, unpack
from variorum.model import Article
from variorum.pipeline import annotate_article
from variorum.settings import CheckSettings, CollateSettings

NOUNS = re.findall(
    r"\w+",
    "harbour ferry lantern captain orchard council bridge winter market pilot island letter garden storm",
)
VERBS = re.findall(
    r"\w+", "carried painted followed opened watched counted crossed warned guarded measured lifted visited"
)
ELSEWHERE = re.findall(
    r"\w+", "saxophone volcano biscuit zebra quartz hexagon jungle velvet walrus yoghurt paprika kayak"
)
SIGNS = st.sampled_from(["", "… ", "[...] "])
RANDOMS = st.randoms(use_true_random=False)
FERRY = "The ferry will be painted near the market"
example = settings(max_examples=60)


@st.composite
def sentences(draw: st.DrawFn, nouns: list[str] = NOUNS, verbs: list[str] = VERBS) -> str:
    """A statement of four clauses with an auxiliary in the first; all of its nouns differ."""
    chosen = draw(st.permutations(nouns))
    done = [draw(st.sampled_from(verbs)) for _ in range(3)]
    return (
        f"The {chosen[0]} will be {done[0]} near the {chosen[1]} and the {chosen[2]} was {done[1]} "
        f"by the {chosen[3]} that {done[2]} our {chosen[4]}"
    )


def report(words: str, name: str = "r") -> Article:
    return Article(
        id=name,
        text=f"It rained. “{words},” said Ada Lind, the mayor. Nobody else spoke at the quay.",
        date="2026-03-01",
    )


def verdict(draft: str, articles: list[Article]) -> str:
    (quotation,) = variorum.check(f"“{draft},” said Ada Lind.", against=articles).quotations
    for match in quotation.matches:
        (article,) = [one for one in articles if one.id == match.article]
        assert article.text[match.start : match.end] == match.text
    for change in quotation.changes:
        assert f"“{draft},” said Ada Lind."[change.start : change.end] == change.now
    return quotation.verdict


@example
@given(words=sentences(), data=st.data())
def test_any_five_words_in_a_row_are_verbatim(words: str, data: st.DataObject) -> None:
    parts = words.split()
    start = data.draw(st.integers(0, len(parts) - 5))
    end = data.draw(st.integers(start + 5, len(parts)))
    assert verdict(" ".join(parts[start:end]), [report(words)]) == "verbatim"


@example
@given(words=sentences(), at=st.integers(0, 22), new=st.sampled_from(ELSEWHERE))
def test_one_other_word_is_altered(words: str, at: int, new: str) -> None:
    parts = words.split()
    assume(at < len(parts))
    parts[at] = new
    assert verdict(" ".join(parts), [report(words)]) == "altered"


@example
@given(words=sentences(), before=st.sampled_from([" will ", " was "]))
def test_a_negation_put_in_or_taken_out_is_altered_and_critical(words: str, before: str) -> None:
    negated = words.replace(before, f"{before}not ")
    for draft, printed in ((negated, words), (words, negated)):
        (found,) = variorum.check(f"“{draft},” said Ada Lind.", against=[report(printed)]).quotations
        assert (found.verdict, found.severity) == ("altered", "critical")
        assert "negation" in {change.type for change in found.changes}


@example
@given(
    words=sentences(),
    start=st.integers(3, 10),
    size=st.integers(1, 6),
    sign=SIGNS,
)
def test_words_left_out_are_never_found_as_they_stand(words: str, start: int, size: int, sign: str) -> None:
    parts = words.split()
    draft = " ".join([*parts[:start], *([sign.strip()] if sign else []), *parts[start + size :]])
    # Where the words around the cut repeat those inside it, the same words may be left out elsewhere.
    assert verdict(draft, [report(words)]) in ("elided", "altered", "partial")


@example
@given(words=sentences(), seed=st.integers(0, 1000))
def test_typography_alone_is_typographic(words: str, seed: int) -> None:
    source = random.Random(seed)
    printed = words.replace(" and ", " — and — ", 1)
    changed = printed.replace("—", source.choice(["-", "--", "–"]))
    changed = changed.replace(" ", source.choice(["\u00a0", "  ", "\u2009"]), source.randint(0, 3))
    assert verdict(changed, [report(printed)]) == "typographic"
    assert verdict(changed.upper(), [report(printed)]) != "verbatim"


@example
@given(words=sentences(), other=sentences(ELSEWHERE, ["yodelled", "juggled", "sneezed"]))
def test_other_sentences_of_the_same_build_are_not_found(words: str, other: str) -> None:
    assert verdict(other, [report(words)]) == "not found"


@example
@given(listed=st.lists(sentences(), min_size=2, max_size=5, unique=True), turn=RANDOMS)
def test_the_order_of_reports_changes_nothing(listed: list[str], turn: random.Random) -> None:
    articles = [report(words, f"r{at}") for at, words in enumerate(listed)]
    draft = f"“{listed[0]},” said Ada Lind. “{listed[1].replace('will', 'would')},” said Tom Reyes."
    first = variorum.check(draft, against=articles)
    turn.shuffle(articles)
    assert variorum.check(draft, against=articles) == first


@example
@given(text=st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_no_text_breaks_it_and_every_verdict_has_its_place(text: str) -> None:
    result = variorum.check(text, against=[report(FERRY), Article(id="t", text=f"x {text}")])
    for quotation in result.quotations:
        assert text[quotation.start : quotation.end] == quotation.text


@example
@given(
    entries=st.sets(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**16 - 1)), max_size=200),
    bits=st.integers(0, 8),
)
def test_packed_entries_come_back(entries: set[tuple[int, int]], bits: int) -> None:
    import numpy as np

    packed = np.array([seed << 32 | number for seed, number in entries], np.uint64)
    found = set()
    for bucket, data in pack(packed, bits):
        seeds, numbers = unpack(bucket, bits, data)
        assert seeds.tolist() == sorted(seeds.tolist())
        found |= set(zip(seeds.tolist(), numbers.tolist(), strict=True))
    assert found == entries
    assert bucket_bits(len(entries)) == 0


def test_an_index_in_memory_serves_many_drafts() -> None:
    index = Index()
    fill(index, [report(FERRY)])
    checker = Checker(index, annotate_article, CheckSettings(), CollateSettings())
    draft = Article(id="d", text=f"“{FERRY},” said Ada Lind.")
    assert checker.check(draft, "a") == checker.check(draft, "a")
