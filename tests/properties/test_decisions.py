"""What holds for any decisions on any story: order given is nothing, undoing restores, twice is once."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.collation.reports import report

from variorum.decisions import making
from variorum.decisions.apply import apply
from variorum.decisions.grouping import regrouped
from variorum.decisions.records import dump, load, make, undo
from variorum.model import AnnotatedArticle, Collation, Decision, Judged
from variorum.pipeline import collate_story, decide_story

SAID = (
    "We cannot rule out a fault with the bow door at this stage",
    "We can rule out a fault with the bow door at this stage",
    "We cannot rule out a fault with the bow door, not at all",
    "Nobody should have to wonder whether the doors will hold",
    "Nobody should wonder whether the doors will hold",
    "The depot will close on Monday and the staff will be told on Friday",
)
WHO = ("Ada Lind", "Tom Reyes", "Lind", "")
SPEECH = st.lists(st.tuples(st.sampled_from(WHO), st.sampled_from(SAID)), min_size=1, max_size=3)
REPORTS = st.lists(SPEECH, min_size=2, max_size=4)


def reports(told: Sequence[Sequence[tuple[str, str]]]) -> tuple[AnnotatedArticle, ...]:
    return tuple(
        report(f"r{number}", "\n\n".join(f"{{q|{who}|{words}}}." for who, words in speech))
        for number, speech in enumerate(told)
    )


@st.composite
def decided(draw: st.DrawFn) -> tuple[tuple[AnnotatedArticle, ...], Collation, list[Decision]]:
    """Draw a story, its collation, and some decisions on what it shows."""
    articles = reports(draw(REPORTS))
    story = collate_story("s", articles)
    made: list[Decision] = []
    for hour in range(draw(st.integers(0, 5))):
        by = {"author": "Ines", "at": f"2026-11-23T{hour:02}:00:00Z"}
        utterance = draw(st.sampled_from(story.utterances))
        reading = draw(st.sampled_from(utterance.readings))
        others = [one for one in story.utterances if one.id != utterance.id]
        lines = (*story.discrepancies, *story.possible)
        kind = draw(st.sampled_from(("speaker", "apart", "same", "dismiss", "confirm")))
        if kind == "apart" and len({one.quotation for one in utterance.readings}) > 1:
            made.append(making.apart(story, utterance.id, {reading.quotation}, **by))
        elif kind == "same" and others:
            made.append(making.same(story, utterance.id, draw(st.sampled_from(others)).id, **by))
        elif kind in ("dismiss", "confirm") and lines:
            line = draw(st.sampled_from(lines)).id
            made.append(making.on_difference(kind, story, line, **by))  # type: ignore[arg-type]
        else:
            name = draw(st.sampled_from((*WHO[:2], None)))
            made.append(making.speaker(story, reading.article, reading.quotation, name, **by))
    return articles, story, made


@given(decided(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_time_decides_twice_is_once_and_undoing_restores(drawn, random) -> None:  # type: ignore[no-untyped-def]
    _, story, made = drawn
    once = apply(story, made)
    shuffled = [*made, *made]
    random.shuffle(shuffled)
    assert apply(story, shuffled) == once == apply(story, load(dump(shuffled)))
    if not once.dismissed:  # where its own line is gone, what was dismissed may be seen in one beside it
        assert apply(once.collation, made).collation == once.collation
    assert apply(story, [*made, *(undo(one, author="Tomas") for one in made)]).collation == story
    assert len(once.standings) == len(once.decisions) == len({one.id for one in made})
    texts = {one.article.id: one.article.text for one in drawn[0]}
    for line in (*once.collation.discrepancies, *once.collation.possible, *once.dismissed):
        for part in (part for side in line.sides for part in side.evidence):
            assert texts[part.article][part.start : part.end] == part.text
    told = sorted(one.quotation for utterance in once.collation.utterances for one in utterance.readings)
    assert sorted({*told}) == sorted(
        {one.quotation for utterance in story.utterances for one in utterance.readings}
    )


@given(decided())
@settings(max_examples=30)
def test_decided_before_collating_or_afterwards_the_utterances_are_the_same(drawn) -> None:  # type: ignore[no-untyped-def]
    """But for speakers: who spoke decides which quotations a run takes for one utterance."""
    articles, story, made = drawn
    made = [one for one in made if one.kind != "speaker"]
    before, after = decide_story("s", articles, decisions=made), apply(story, made)
    for found in (before, after):
        assert len({one.id for one in found.collation.utterances}) == len(found.collation.utterances)
    assert [one.readings for one in before.collation.utterances] == [
        one.readings for one in after.collation.utterances
    ]
    assert before == decide_story("s", articles[::-1], decisions=made[::-1])


ARTICLES = "abcdef"
PARTS = st.lists(st.sampled_from(ARTICLES), min_size=1, max_size=3, unique=True)


@given(
    st.lists(st.sampled_from(("s1", "s2", "s3")), min_size=6, max_size=6),
    st.lists(st.tuples(st.sampled_from(("move", "split", "merge")), PARTS, PARTS), max_size=5),
)
@settings(max_examples=100)
def test_grouping_with_decisions_keeps_every_article_and_undoing_restores(homes, told) -> None:  # type: ignore[no-untyped-def]
    run = tuple(zip(ARTICLES, homes, strict=True))
    made = [
        make(
            kind,
            Judged(articles=tuple(one), to=() if kind == "split" else tuple(other)),
            author="Ines",
            at=at,
        )
        for hour, (kind, one, other) in enumerate(told)
        for at in (f"2026-11-23T{hour:02}:00:00Z",)
    ]
    found = regrouped(run, made)
    assert [article for article, _ in found.stories] == list(ARTICLES)
    assert regrouped(run, made[::-1]) == found
    named = [article for one in made for article in {*one.judged.articles, *one.judged.to}]
    if len(named) == len(set(named)):
        assert regrouped(found.stories, made).stories == found.stories
    assert regrouped(run, [*made, *(undo(one, author="Tomas") for one in made)]).stories == run
