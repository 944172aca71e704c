"""A report that has next to nothing in common with its story may be of another event: that is said."""

from __future__ import annotations

from variorum.model import Article, Collation
from variorum.outputs.doubts import doubt_words, doubtful
from variorum.pipeline import annotate_article, collate_story

_FERRY = (
    "The ferry Marlin hit the breakwater of Port Sallow on Tuesday. “We heard a bang and then the lights "
    "went out on every deck,” said Ada Lind, a passenger from Dunmarrow. {} The harbour office of Port "
    "Sallow has asked Bram Hallgren to look into it."
)
_FIRE = (
    "A barn burned down near Kettle Hill in the night. “The roof was gone within ten minutes of the first "
    "spark,” said Edda Prynn, who keeps goats there. Nobody was hurt, and the goats were found in a wood."
)


def _story(*texts: str) -> Collation:
    return collate_story(
        "s", [annotate_article(Article(id=f"r{at}", text=text)) for at, text in enumerate(texts)]
    )


def test_a_report_of_another_event_is_named():
    found = _story(_FERRY.format("Boats came at once."), _FERRY.format("Nobody slept that night."), _FIRE)
    assert doubtful(found) == ("r2",)
    said = doubt_words(found, {"r0": "Gazette", "r1": "Courier", "r2": "Herald"})
    assert said.startswith("Herald shares hardly a name and no statement with the others")


def test_two_reports_of_two_events_are_both_in_doubt():
    said = doubt_words(_story(_FERRY.format(""), _FIRE), {"r0": "Gazette", "r1": "Herald"})
    assert said == "These reports share hardly a name and no statement: see whether they are of one event."


def test_reports_of_one_event_and_a_report_alone_are_not():
    assert doubtful(_story(_FERRY.format("Boats came at once."), _FERRY.format("Nobody slept."))) == ()
    assert doubtful(_story(_FERRY.format(""))) == ()
