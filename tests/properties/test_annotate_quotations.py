"""What holds for marks, sentences and quotations of any text."""

from hypothesis import assume, given
from hypothesis import strategies as st

from variorum.annotation.layout.stage import assign_layout
from variorum.annotation.quotations.stage import assign_quotations
from variorum.model import Annotation, Article
from variorum.settings import AnnotateSettings
from variorum.text.marks import pair_marks
from variorum.text.sentences import split_paragraphs, split_sentences

PIECES = [
    *"\"'“”‘’«»„`,.:;?!—-()[]… \n\x00\u2028",
    *[
        "''",
        "``",
        "\n\n",
        "\r\n",
        "  ",
        "Smith",
        "Mary Smith",
        "Mr.",
        "the mayor",
        "he",
        "who",
        "that",
        "said",
    ],
    *["told reporters", "according to", "wrote", "called", "adding", "it was shut", "the pier is old", "but"],
    *["and", "on Monday", "Q.", "A.", "FORD:", '5"', "'90s", "n't", "桥关了。", "مغلق", "😀", "x"],
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.text(max_size=200),
)


def annotate(text: str) -> Annotation:
    article = Article(id="a", text=text)
    settings = AnnotateSettings()
    return assign_quotations(
        article, assign_layout(article, Annotation(), settings=settings), settings=settings
    )


@given(TEXTS)
def test_paragraphs_and_sentences_cover_all_that_is_no_white_space(text: str) -> None:
    paragraphs = split_paragraphs(text)
    for spans in (paragraphs, split_sentences(text, paragraphs)):
        assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
        assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
        assert all(left.end <= right.start for left, right in zip(spans, spans[1:], strict=False))


@given(TEXTS)
def test_regions_nest_and_stay_in_their_paragraph(text: str) -> None:
    paragraphs = split_paragraphs(text)
    regions = pair_marks(text, paragraphs)
    for region in regions:
        assert region.span.contains(region.inner)
        assert any(paragraph.contains(region.span) for paragraph in paragraphs)
    for left, right in zip(regions, regions[1:], strict=False):
        assert left.span.start <= right.span.start
        assert left.span.end <= right.span.start or left.span.contains(right.span)
    outer = [region.span for region in regions if region.level == 0]
    assert all(left.end <= right.start for left, right in zip(outer, outer[1:], strict=False))


@given(TEXTS)
def test_quotations_are_well_formed_and_the_same_each_time(text: str) -> None:
    annotation = annotate(text)
    ids = [quotation.id for quotation in annotation.quotations]
    assert len(ids) == len(set(ids))
    for quotation in annotation.quotations:
        assert quotation.content
        for spans in (quotation.content, quotation.cue, quotation.source):
            assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
            assert all(left.end <= right.start for left, right in zip(spans, spans[1:], strict=False))
        assert quotation.inside is None or quotation.inside in ids
        assert 0 < quotation.confidence <= 1
    assert annotate(text) == annotation


@given(TEXTS, TEXTS)
def test_a_paragraph_apart_changes_nothing_before_it(text: str, more: str) -> None:
    # A colon hands over to the next paragraph, and labels make the whole a transcript.
    assume(not any(sign in text + more for sign in (":", "Q", "A.")))
    text = text.rstrip() + "."
    alone = [quotation.content for quotation in annotate(text).quotations]
    both = [quotation.content for quotation in annotate(f"{text}\n\nNothing happened.\n\n{more}").quotations]
    assert both[: len(alone)] == alone
