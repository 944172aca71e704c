"""What decisions do to a story, and what becomes of them when the story changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace
from tests.unit.collation.reports import report

from variorum.decisions import making
from variorum.decisions.apply import apply
from variorum.decisions.records import text_hash, undo
from variorum.errors import InputError
from variorum.model import AnnotatedArticle, Collation, Decided, Decision
from variorum.pipeline import collate_story, decide_story

WHO = {"author": "Ines Morrow", "at": "2026-11-23T09:00:00+00:00"}
LATER = {"author": "Tomas Brandt", "at": "2026-11-24T09:00:00+00:00"}

HERALD = report(
    "herald",
    "{q|Ada Lindqvist|Nobody should have to wonder whether the doors will hold}.\n\n"
    "{q|Desmond Raikes|We cannot rule out a fault with the bow door at this stage}.\n\n"
    "The ferry hit the breakwater at Port Sallow on Tuesday and {f|count|40|people hurt|forty} "
    "people were hurt.",
)
POST = report(
    "post",
    "{q|Bram Hallgren|Nobody should have to wonder whether the doors will hold}.\n\n"
    "{q|Desmond Raikes|We can rule out a fault with the bow door at this stage}.\n\n"
    "The ferry hit the breakwater at Port Sallow on Tuesday and {f|count|60|people hurt|sixty} "
    "people were hurt.",
)
COPY = report("copy", "{q|Ada Lindqvist|Nobody should have to wonder whether the doors will hold}.")
RIVAL = report("rival", "{q|Carl Voss|Nobody should have to wonder whether the doors will hold}.")
THIRD = report(
    "third",
    "The ferry hit the breakwater at Port Sallow on Tuesday and {f|count|70|people hurt|seventy} "
    "people were hurt.",
)
FOURTH = report(
    "fourth", "{q|Desmond Raikes|We cannot rule out any fault with the bow door at this stage, not yet}."
)
TWO = (HERALD, POST)


def found(articles: Sequence[AnnotatedArticle] = TWO) -> Collation:
    return collate_story("s-ferry", articles)


def captures_of(articles: Sequence[AnnotatedArticle]) -> dict[str, str]:
    return {one.article.id: text_hash(one.article.text) for one in articles}


def types(collation: Collation) -> list[str]:
    return [one.type for one in collation.discrepancies]


def of_type(collation: Collation, name: str) -> str:
    return next(one.id for one in collation.discrepancies if one.type == name)


def reading(collation: Collation, article: str, words: str) -> tuple[str, str, str]:
    """Return utterance, article and quotation of a reading."""
    for utterance in collation.utterances:
        for one in utterance.readings:
            if one.article == article and words in one.text:
                return utterance.id, article, one.quotation
    raise AssertionError(f"{words!r} is no reading of {article}")


def both_ways(articles: Sequence[AnnotatedArticle], *decisions: Decision) -> Decided:
    """Return the story collated with the decisions; what they do to one collated without is the same."""
    decided = decide_story("s-ferry", articles, decisions=decisions)
    after = apply(found(articles), decisions)
    assert after.collation.utterances == decided.collation.utterances
    assert [one.state for one in after.standings] == [one.state for one in decided.standings]
    assert types(after.collation) == types(decided.collation)
    again = apply(decided.collation, decisions)
    assert again.collation == decided.collation
    return decided


def correct(collation: Collation, article: str, name: str | None, **who: str) -> Decision:
    _, _, quotation = reading(collation, article, "Nobody should")
    return making.speaker(collation, article, quotation, name, **(who or WHO))


def test_a_dismissed_line_is_gone_and_counted_and_undoing_brings_it_back() -> None:
    story = found()
    assert types(story) == ["attribution", "negation", "figure"]
    decision = making.on_difference("dismiss", story, of_type(story, "figure"), note="other ferry", **WHO)
    decided = both_ways(TWO, decision)
    assert types(decided.collation) == ["attribution", "negation"]
    assert [one.type for one in decided.dismissed] == ["figure"]
    assert decided.standings[0].state == "stands"
    assert apply(story, [undo(decision, **LATER), decision]).collation == story


def test_a_corrected_speaker_ends_the_dispute_over_who_spoke() -> None:
    decided = both_ways(TWO, correct(found(), "post", "Ada Lindqvist"))
    assert types(decided.collation) == ["negation", "figure"]
    (speakers,) = [one.speakers for one in decided.collation.utterances if "Nobody" in one.readings[0].text]
    assert [(one.name, one.articles) for one in speakers] == [("Ada Lindqvist", ("herald", "post"))]


def test_a_speaker_may_be_nobody_and_the_later_decision_counts() -> None:
    story = found()
    first, second = correct(story, "post", "Ada Lindqvist"), correct(story, "post", None, **LATER)
    decided = both_ways(TWO, second, first)
    utterance, _, _ = reading(decided.collation, "post", "Nobody should")
    (told,) = [one for one in decided.collation.utterances if one.id == utterance]
    assert [one.speaker for one in told.readings] == ["Ada Lindqvist", None]
    assert [(one.decision, one.state) for one in decided.standings] == [
        (first.id, "moot"),
        (second.id, "stands"),
    ]


def test_not_the_same_parts_the_utterance_and_its_variants_vanish() -> None:
    story = found()
    utterance, _, quotation = reading(story, "post", "We can rule")
    decided = both_ways(TWO, making.apart(story, utterance, {quotation}, **WHO))
    raikes = [one for one in decided.collation.utterances if "rule out" in one.readings[0].text]
    assert [[each.article for each in one.readings] for one in raikes] == [["herald"], ["post"]]
    assert all(not one.variants for one in raikes)
    assert types(decided.collation) == ["attribution", "figure"]
    assert len(decided.collation.coverage) == len(decided.collation.utterances) == 3
    assert set(decided.standings[0].about) == {one.id for one in raikes}


def test_same_joins_two_utterances_and_apart_parts_them_again() -> None:
    articles = (
        HERALD,
        report("late", "{q|Desmond Raikes|Everything is being looked at, down to the last bolt}."),
    )
    story = found(articles)
    one, _, _ = reading(story, "herald", "We cannot rule")
    other, _, quotation = reading(story, "late", "last bolt")
    assert one != other
    join = making.same(story, one, other, **WHO)
    joined = both_ways(articles, join)
    (union,) = [each for each in joined.collation.utterances if len(each.readings) == 2]
    assert [(each.article, each.paraphrase) for each in union.readings] == [("herald", False), ("late", True)]
    part = making.apart(joined.collation, union.id, {quotation}, **LATER)
    assert both_ways(articles, join, part).collation == story
    assert [each.state for each in apply(story, [part, join]).standings] == ["moot", "stands"]


def test_words_that_are_gone_make_a_decision_moot() -> None:
    story = found()
    decisions = [
        making.on_difference("dismiss", story, of_type(story, "figure"), **WHO),
        correct(story, "post", "Ada Lindqvist"),
    ]
    rewritten = report("post", "The harbour opens again.")
    decided = both_ways((HERALD, rewritten), *decisions)
    assert {one.state for one in decided.standings} == {"moot"}
    assert all(one.reason for one in decided.standings)
    assert apply(found((COPY,)), decisions).standings == ()  # of another story: not told of at all


def test_a_new_report_with_the_same_words_changes_nothing_of_what_was_judged() -> None:
    story = found()
    decision = making.on_difference("confirm", story, of_type(story, "attribution"), **WHO)
    decided = both_ways((*TWO, COPY), decision)
    assert [one.state for one in decided.standings] == ["stands"]
    assert decided.standings[0].about == (of_type(decided.collation, "attribution"),)


@pytest.mark.parametrize("kind", ["dismiss", "confirm"])
def test_a_new_report_with_another_number_brings_the_line_back_and_says_why(kind: str) -> None:
    story = found()
    decision = making.on_difference(kind, story, of_type(story, "figure"), **WHO)  # type: ignore[arg-type]
    decided = both_ways((*TWO, THIRD), decision)
    assert "figure" in types(decided.collation)
    (standing,) = decided.standings
    assert standing.state == "questionable"
    assert standing.reason == "third came since and has “seventy”"
    again = making.on_difference("dismiss", decided.collation, of_type(decided.collation, "figure"), **LATER)
    settled = both_ways((*TWO, THIRD), decision, again)
    assert "figure" not in types(settled.collation)
    assert [one.state for one in settled.standings] == ["moot", "stands"]


def test_a_new_report_that_gives_the_words_to_a_third_person_asks_again_who_spoke() -> None:
    decision = correct(found(), "post", "Ada Lindqvist")
    agreeing = both_ways((*TWO, COPY), decision)
    assert agreeing.standings[0].state == "stands"
    decided = both_ways((*TWO, RIVAL), decision)
    assert decided.standings[0].state == "questionable"
    assert decided.standings[0].reason == "rival came since and gives these words to Carl Voss"
    utterance, _, _ = reading(decided.collation, "post", "Nobody should")
    (told,) = [one for one in decided.collation.utterances if one.id == utterance]
    assert {one.article: one.speaker for one in told.readings}["post"] == "Ada Lindqvist"


def test_a_new_reading_goes_with_the_part_whose_words_it_has_and_asks() -> None:
    story = found()
    utterance, _, quotation = reading(story, "post", "We can rule")
    decided = both_ways((*TWO, FOURTH), making.apart(story, utterance, {quotation}, **WHO))
    one, _, _ = reading(decided.collation, "herald", "We cannot rule")
    assert one == reading(decided.collation, "fourth", "We cannot rule")[0]
    assert one != reading(decided.collation, "post", "We can rule")[0]
    assert decided.standings[0].state == "questionable"
    assert decided.standings[0].reason.startswith("fourth came since, and its “We cannot rule out any fault")


def test_an_article_is_known_again_by_its_text_under_another_id() -> None:
    story = found()
    _, _, quotation = reading(story, "post", "Nobody should")
    articles = {one.article.id: one for one in TWO}
    decision = making.speaker(story, "post", quotation, "Ada Lindqvist", articles=articles, **WHO)
    renamed = replace(POST, article=replace(POST.article, id="post-as-imported"))
    decided = decide_story("s", (HERALD, renamed), decisions=[decision])
    assert types(decided.collation) == ["negation", "figure"]
    assert decided.standings[0].state == "stands"


def test_a_note_stays_with_what_it_is_about() -> None:
    story = found()
    note = making.note(story, "ask the harbour office", difference=of_type(story, "figure"), **WHO)
    whole = making.note(story, "slow news day", **LATER)
    decided = both_ways(TWO, note, whole)
    assert [one.about for one in decided.standings] == [(of_type(story, "figure"),), ("herald", "post")]
    assert both_ways((HERALD, COPY), note).standings[0].state == "moot"


@pytest.mark.parametrize(
    "ask",
    [
        lambda story: making.on_difference("dismiss", story, "d-none", **WHO),
        lambda story: making.same(story, story.utterances[0].id, "u-none", **WHO),
        lambda story: making.apart(story, story.utterances[0].id, {"q-none"}, **WHO),
        lambda story: making.speaker(story, "post", "q-none", "Ada", **WHO),
        lambda story: making.split(story, ["nobody"], **WHO),
        lambda story: making.split(story, ["herald", "post"], **WHO),
        lambda story: making.move(story, [], story, **WHO),
        lambda story: making.note(story, "why", article="nobody", **WHO),
        lambda story: making.note(story, "", **WHO),
    ],
)
def test_what_the_story_does_not_have_is_refused(ask: Callable[[Collation], Decision]) -> None:
    with pytest.raises(InputError):
        ask(found())


def test_a_speaker_stands_where_the_report_is_the_same_and_no_other_has_the_words_any_more() -> None:
    story = found()
    _, _, quotation = reading(story, "post", "Nobody should")
    articles = {one.article.id: one for one in TWO}
    decision = making.speaker(story, "post", quotation, "Ada Lindqvist", articles=articles, **WHO)
    unheard = replace(POST, annotation=replace(POST.annotation, quotations=()))
    (standing,) = decide_story("s", (HERALD, unheard), decisions=[decision]).standings
    assert standing.state == "stands"
    assert "compared with no other report's here" in standing.reason


def test_of_two_reports_of_the_same_text_each_is_itself_and_both_have_one_speaker() -> None:
    twin = replace(POST, article=replace(POST.article, id="twin", outlet="twin"))
    twin = replace(
        twin,
        annotation=replace(
            twin.annotation,
            quotations=tuple(replace(one, id=f"{one.id}-t") for one in twin.annotation.quotations),
        ),
    )
    three = (HERALD, POST, twin)
    story = found(three)
    articles = {one.article.id: one for one in three}
    utterance, _, quotation = reading(story, "twin", "We can rule")
    part = making.apart(story, utterance, {quotation}, articles=articles, **WHO)
    decided = decide_story("s", three, decisions=[part])
    assert decided.standings[0].state == "stands"
    assert reading(decided.collation, "twin", "We can rule")[0] != utterance
    assert reading(decided.collation, "twin", "We can")[0] != reading(decided.collation, "post", "We can")[0]
    _, _, quotation = reading(story, "post", "Nobody should")
    given = making.speaker(story, "post", quotation, "Ada Lindqvist", articles=articles, **WHO)
    for both in (decide_story("s", three, decisions=[given]), apply(story, [given], captures_of(three))):
        assert "attribution" not in types(both.collation)
        utterance, _, _ = reading(both.collation, "twin", "Nobody should")
        (told,) = [one for one in both.collation.utterances if one.id == utterance]
        assert {one.speaker for one in told.readings} == {"Ada Lindqvist"}


def test_a_dismissal_whose_line_is_gone_leaves_another_of_the_same_sentences_alone() -> None:
    story = found()
    line = next(one for one in story.discrepancies if one.type == "figure")
    other = replace(
        line,
        id="d-boats",
        summary="The number of lifeboats differs: two in one report, four in one report.",
        sides=tuple(
            replace(side, value=value) for side, value in zip(line.sides, ("two", "four"), strict=True)
        ),
    )
    decision = making.on_difference("dismiss", story, line.id, **WHO)
    both = apply(replace(story, discrepancies=(other, line)), [decision])
    assert [one.id for one in both.dismissed] == [line.id]
    gone = apply(replace(story, discrepancies=(other,)), [decision])
    assert [one.id for one in gone.collation.discrepancies] == ["d-boats"]
    assert [one.state for one in gone.standings] == ["moot"]
