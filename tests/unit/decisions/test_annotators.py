"""Decisions outlive who read the reports: made on what the network found, carried out on what rules find."""

from __future__ import annotations

from variorum import Corpus
from variorum.decisions import making
from variorum.model import Article

WHO = {"author": "Ines Morrow", "at": "2026-11-23T09:00:00+00:00"}
PRINTED = (
    (
        "North Herald",
        "The ferry Marlin hit the breakwater at Port Sallow on Tuesday, and forty people were hurt.\n\n"
        "“Nobody should have to wonder whether the doors will hold,” Transport Minister Ada "
        "Lindqvist said.\n\n"
        "“We cannot rule out a fault with the bow door at this stage,” Desmond Raikes said on Tuesday. He "
        "said the inquiry would take a year.\n",
    ),
    (
        "Sallow Post",
        "The ferry Marlin hit the breakwater at Port Sallow on Tuesday, and sixty people were hurt.\n\n"
        "“Nobody should have to wonder whether the doors will hold,” said Bram Hallgren, her deputy.\n\n"
        "“We can rule out a fault with the bow door at this stage,” Desmond Raikes said on Tuesday. The "
        "inquiry would take a year, he said.\n",
    ),
)


def test_decisions_made_on_one_annotation_stand_on_another() -> None:
    articles = [
        Article(id=f"a-{outlet[:5]}", text=text, outlet=outlet, date="2026-11-21") for outlet, text in PRINTED
    ]
    with Corpus(articles, annotator="model", workers=1) as corpus:
        first = corpus.compare(one_story=True)
    (story,) = first.collations
    by_type = {one.type: one.id for one in story.discrepancies}
    assert {"attribution", "negation", "figure"} <= by_type.keys()
    (disputed,) = [one for one in story.utterances if "Nobody" in one.readings[0].text]
    (post,) = [one for one in disputed.readings if one.article == "a-Sallo"]
    (raikes,) = [one for one in story.utterances if "rule out" in one.readings[0].text]
    told = [
        making.speaker(story, post.article, post.quotation, "Ada Lindqvist", **WHO),
        making.on_difference("dismiss", story, by_type["figure"], **WHO),
        making.apart(
            story, raikes.id, {one.quotation for one in raikes.readings if one.article == "a-Sallo"}, **WHO
        ),
    ]
    for annotator in ("model", "rules"):
        with Corpus(articles, annotator=annotator, workers=1, decisions=told) as corpus:  # type: ignore[arg-type]
            again = corpus.compare(one_story=True)
        assert [one.state for one in again.decided[0].standings] == ["stands"] * 3, annotator
        assert not {"attribution", "negation", "figure"} & {
            one.type for one in again.collations[0].discrepancies
        }
        quotations = again.articles["a-Sallo"].annotation.quotations
        assert [one.speaker.name for one in quotations if one.speaker and "Ada" in one.speaker.name]
        assert len(again.decided[0].dismissed) == 1
