"""What holds for any reports: evidence slices to its text, order changes nothing, ids are of content."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from tests.unit.collation.reports import report

from variorum.collation.utterances.rendering import words_of
from variorum.language.language import language
from variorum.model import AnnotatedArticle, Collation, Evidence, Span
from variorum.pipeline import collate_story
from variorum.text.alignment import align
from variorum.text.normalise import fold, read_words
from variorum.text.seen import without_invisible
from variorum.text.tokens import tokenise

WORDS = [
    "we",
    "cannot",
    "can",
    "not",
    "never",
    "rule",
    "out",
    "a",
    "fault",
    "with",
    "the",
    "old",
    "bow",
    "door",
    "on",
    "Monday",
    "Tuesday",
    "and",
    "47",
    "57",
    "men",
    "…",
    "[sic]",
    "said",
    "sh*t",
    "don't",
    "it’s",
    "Vale",
    "Harnow",
    "—",
    "12%",
    ".",
    ",",
    "because",
]  # noqa: E501
SPEAKERS = ("Ada Lind", "Tom Reyes", "Lind", "the mayor", "")

sayings = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)
paragraphs = st.builds(lambda speaker, words: f"{{q|{speaker}|{words}}}.", st.sampled_from(SPEAKERS), sayings)
indirect = st.builds(lambda words: f"{{i|Ada Lind|{words}}}.", sayings)
figures = st.builds(
    lambda number: (
        f"It killed {{f|count|{number}|people|{number}}} people {{f|date|2026-03-1{number % 9}||that day}}."
    ),
    st.integers(1, 40),
)
bodies = st.lists(st.one_of(paragraphs, indirect, figures), max_size=5).map("\n\n".join)
stories = st.lists(bodies, max_size=4).map(
    lambda texts: tuple(report(f"r{number}", text) for number, text in enumerate(texts))
)
quick = settings(max_examples=60)


def evidence_in(value: object) -> Iterator[Evidence]:
    """Yield every piece of evidence inside a collation, wherever it is."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from evidence_in(part)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from evidence_in(getattr(value, name))


@quick
@given(stories)
def test_evidence_slices_to_its_text(story: tuple[AnnotatedArticle, ...]) -> None:
    texts = {item.article.id: item.article.text for item in story}
    for part in evidence_in(collate_story("s", story)):
        assert part.text and texts[part.article][part.start : part.end] == part.text


@quick
@given(stories, st.randoms(use_true_random=False))
def test_the_order_of_articles_and_quotations_changes_nothing(story, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = [shuffle_layers(item, random) for item in story]
    random.shuffle(shuffled)
    assert collate_story("s", shuffled) == collate_story("s", story)


def shuffle_layers(item: AnnotatedArticle, random) -> AnnotatedArticle:  # type: ignore[no-untyped-def]
    layers = {name: list(getattr(item.annotation, name)) for name in ("quotations",)}
    for layer in layers.values():
        random.shuffle(layer)
    return replace(
        item, annotation=replace(item.annotation, **{name: tuple(found) for name, found in layers.items()})
    )


@quick
@given(stories)
def test_every_quotation_is_a_reading_and_every_article_has_an_origin(
    story: tuple[AnnotatedArticle, ...],
) -> None:
    found: Collation = collate_story("s", story)
    read = {reading.quotation for utterance in found.utterances for reading in utterance.readings}
    wanted = {
        quotation.id
        for item in story
        for quotation in item.annotation.quotations
        if quotation.kind == "direct" and words_of(item, quotation.content).words
    }
    assert wanted <= read
    origins = {origin.id: origin for origin in found.origins}
    assert {summary.id for summary in found.articles} == {item.article.id for item in story}
    assert all(summary.id in origins[summary.origin].articles for summary in found.articles)
    assert all(0 <= summary.own <= 1 for summary in found.articles)


@quick
@given(stories)
def test_ids_differ(story: tuple[AnnotatedArticle, ...]) -> None:
    found = collate_story("s", story)
    for layer in (found.utterances, found.discrepancies, found.origins):
        assert len({one.id for one in layer}) == len(layer)


@quick
@given(st.lists(st.integers(0, 6), max_size=60), st.lists(st.integers(0, 6), max_size=60))
def test_an_alignment_covers_both_sides_in_order(a: list[int], b: list[int]) -> None:
    a_at = b_at = 0
    for operation in align(a, b):
        assert (operation.a_start, operation.b_start) == (a_at, b_at)
        a_at, b_at = operation.a_end, operation.b_end
        if operation.kind == "equal":
            assert a[operation.a_start : a_at] == b[operation.b_start : b_at]
    assert (a_at, b_at) == (len(a), len(b))


def visible(text: str) -> str:
    """What a reader sees: tokens are cut from that."""
    return unicodedata.normalize("NFKC", without_invisible(text))


@quick
@example("0\xad0")
@example("five $")
@given(st.text(max_size=80))
def test_tokens_and_words_slice_to_any_text(text: str) -> None:
    last = 0
    for token in tokenise(text):
        assert last <= token.start < token.end
        assert visible(text[token.start : token.end]) == visible(token.text)
        last = token.end
    for word in read_words(text, [Span(0, len(text))], language("en")).words:
        assert 0 <= word.start < word.end <= len(text)
    folded = fold(text)
    assert len(folded.text) == len(folded.offsets)
    assert all(0 <= offset < len(text) for offset in folded.offsets)
