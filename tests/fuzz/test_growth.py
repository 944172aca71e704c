"""Every stage reads every kind of text in time near to linear in its length.

Short here; ``make growth`` goes on to two million code points.
"""

import time

import pytest
from benchmarks.one_story import reports
from tests.fuzz.growth import fault, seconds
from tests.fuzz.kinds import KINDS
from tests.fuzz.readers import READERS

from variorum.pipeline import annotate_article, collate_story

# Kinds for what reads no sense into words: one for each way a text can be made of lines, words and signs.
SHAPES = [
    *["news without line breaks", "one word", "one-word lines", "blank lines", "blanks", "tabs", "dashes"],
    *["combining marks", "only opening marks", "opening marks a line", "thousands", "tags of markup"],
    *["mixed signs", "markdown links"],
]
JOINED = [
    *["news", "quotations a line", "opening marks a line", "quotation of many lines", "straight quotations"],
    *["labels of a transcript", "different names", "quoted pronouns", "nested marks", "posts", "pronouns"],
]


CHECKED = [
    *["news", "scare quotes", "quotations", "quotations a line", "quotation of many lines", "nicknames"],
    "labels of a transcript",
]


@pytest.mark.parametrize("kind", KINDS)
def test_annotation_by_rules(kind: str) -> None:
    assert fault(READERS["annotate"], KINDS[kind], 4_000, 64_000) is None


@pytest.mark.parametrize("kind", JOINED)
def test_what_surrounds_the_network(kind: str) -> None:
    assert fault(READERS["network"], KINDS[kind], 4_000, 64_000) is None


@pytest.mark.parametrize("kind", CHECKED)
def test_a_check_of_a_long_draft(kind: str) -> None:
    assert fault(READERS["check"], KINDS[kind], 4_000, 64_000) is None


@pytest.mark.parametrize("kind", ["news", "dates", "people", "steps of a case"])
def test_a_story_of_two_long_reports(kind: str) -> None:
    assert fault(READERS["collate"], KINDS[kind], 2_000, 32_000) is None


@pytest.mark.parametrize(("kind", "size"), [("indirect speech", 16_000), ("quotations a line", 32_000)])
def test_a_story_that_repeats_one_frame_is_slow_but_bounded(kind: str, size: int) -> None:
    # All pairs of its statements are likely one, so time grows with their square; about 1 s on a free core.
    assert any(seconds(READERS["collate"], KINDS[kind](size)) < 10 for _ in range(3))


def test_a_story_of_many_reports() -> None:
    # Each report is laid beside all others, but what they take over from each other is looked at once.
    annotated = [annotate_article(article) for article in reports(32)]

    def taken(count: int) -> float:
        started = time.process_time()
        collate_story("s", annotated[:count])
        return time.process_time() - started

    taken(8)
    few, many = taken(8), taken(32)
    for _ in range(4):  # a loaded machine slows one of the two: the best time of each counts
        if many <= 4**1.7 * few:
            break
        few, many = min(few, taken(8)), min(many, taken(32))
    assert many <= 4**1.7 * few, (
        "all pairs would take 4**2 times as long; it was 4**1.5 when this was written"
    )


@pytest.mark.parametrize("reader", ["sentences", "words", "prose", "txt", "markdown", "docx"])
@pytest.mark.parametrize("kind", SHAPES)
def test_text_and_files(reader: str, kind: str) -> None:
    assert fault(READERS[reader], KINDS[kind], 8_000, 128_000) is None


@pytest.mark.parametrize(
    "kind", ["news", "one-word lines", "different words", "posts", "one long line of words"]
)
def test_pages(kind: str) -> None:
    assert fault(READERS["html"], KINDS[kind], 8_000, 128_000) is None


def test_the_measure_itself_finds_what_is_quadratic() -> None:
    def compare_all(text: str):  # type: ignore[no-untyped-def]
        return lambda: [text.count(text[at : at + 2]) for at in range(0, len(text), 16)]

    assert fault(compare_all, KINDS["news"], 2_000, 128_000) is not None
