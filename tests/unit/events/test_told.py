"""What is told, of reports of a dam: each kind of event, what is none, and who wants which."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.happenings import NOTE, OWN, ROUNDS, VOTE, add, annotating, comparing, events, told, wire

from variorum.decisions import making
from variorum.decisions.making import on_difference
from variorum.desk import Desk, adding, collating
from variorum.errors import InputError
from variorum.events import deriving
from variorum.events.differing import is_new
from variorum.events.out.wording import sides_of
from variorum.events.rules import Rule
from variorum.model import Article, DeskEvent, Discrepancy, EventSide, Evidence, Side
from variorum.store.schema import MIGRATIONS

CALM = wire("Callow Courier", "courier")
RAISED = wire("Callow Courier", "courier", holds="does not hold")
OTHER = wire("Valley Voice", "voice")
ALONE = told("Orrin Observer", OWN, "On the crest of the Orrin dam", page="observer")
FERRY = told("Hollin Herald", VOTE, "Hollin votes for a ferry", page="ferry")
DRAFT = "“The wall holds and nobody below it has to leave tonight,” Maud Ellery said.\n"


@pytest.fixture(scope="module", autouse=True)
def _remembered() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adding, "annotate_batch", annotating)
        patch.setattr(collating, "collate_story", comparing)
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


def run(path: Path, *rounds: Sequence[Article]) -> list[DeskEvent]:
    for number, reports in enumerate(rounds):
        add(path, number, reports)
    return events(path)


def of(found: Sequence[DeskEvent], kind: str) -> list[DeskEvent]:
    return [one for one in found if one.kind == kind]


def test_a_story_is_told_when_it_begins_and_then_its_reports(path: Path) -> None:
    found = run(path, [CALM, FERRY], [OTHER])
    assert [one.said for one in of(found, "story")] == [
        "New story: Callow Courier: “Orrin dam spillway opened after record rain”.",
        "New story: Hollin Herald: “Hollin votes for a ferry”.",
    ]
    (report,) = of(found, "report")
    assert (report.articles, report.outlets, report.people) == (
        (OTHER.id,),
        ("Valley Voice",),
        ("Maud Ellery",),
    )


def test_a_changed_page_is_no_new_report(path: Path) -> None:
    found = run(path, [CALM], [RAISED])
    assert [one.kind for one in found] == ["story", "quotation"]


def test_a_quotation_that_was_changed_is_told_with_what_stood_there(path: Path) -> None:
    (change,) = of(run(path, [CALM], [RAISED]), "quotation")
    assert change.said == (
        "Callow Courier changed a quotation without a note of correction: “holds” became “does not hold”."
    )
    was, now = change.sides
    assert (was.value, now.value) == ("holds", "does not hold")
    assert was.evidence[0].text in CALM.text
    assert (change.severity, change.silent, change.people) == ("material", True, ("Maud Ellery",))
    assert change.articles == (CALM.id, RAISED.id)


def test_a_note_of_correction_is_told_and_takes_the_silence_away(path: Path) -> None:
    noted = wire("Callow Courier", "courier", level=65, more=NOTE)
    found = run(path, [CALM], [noted])
    (figure,) = of(found, "figure")
    assert figure.said == "Callow Courier changed a figure with a note of correction: “60” became “65”."
    assert figure.silent is False
    (note,) = of(found, "correction")
    assert note.said.startswith("Callow Courier added a note of correction: “Correction: an earlier version")


def test_what_a_text_lacks_that_stops_short_was_not_taken_out(path: Path) -> None:
    short = CALM.text[: CALM.text.index("“The wall")].strip()
    cut = replace(CALM, id="cut", text=short, status="truncated")
    assert [one.kind for one in run(path, [CALM], [cut], [RAISED])] == ["story"]


def test_a_report_that_is_taken_back_is_told(path: Path) -> None:
    gone = replace(
        CALM, id="gone", text="KILL. The report on the Orrin dam is withdrawn.", status="withdrawn"
    )
    (event,) = of(run(path, [CALM], [gone]), "withdrawn")
    assert event.said == "Callow Courier withdrew its report: “Orrin dam spillway opened after record rain”."
    assert event.severity == "critical"


def test_what_fails_is_told_and_keeps_nothing_from_the_others(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> list[DeskEvent]:
        raise ValueError("no such kind")

    add(path, 0, [CALM])
    with monkeypatch.context() as patch, Desk(path, annotator="rules", workers=1) as desk:
        patch.setattr(deriving, "changed", failing)
        told_of = list(desk.add(RAISED, FERRY))
        (reject,) = [one.reject for one in told_of if one.reject]
        assert (reject.stage, "no such kind" in reject.reason) == ("events", True)
    assert [one.kind for one in events(path)] == ["story", "story"]


def test_a_quotation_that_is_only_added_is_no_silent_change(path: Path) -> None:
    longer = wire(
        "Callow Courier", "courier", more="\n\n“We sleep upstairs tonight,” said the baker Ivo Renfrew."
    )
    (change,) = of(run(path, [CALM], [longer]), "quotation")
    assert (change.severity, change.silent) == ("minor", None)
    assert change.said.startswith("Callow Courier added a quotation: “")


def test_only_boilerplate_is_no_event(path: Path) -> None:
    again = wire("Callow Courier", "courier", more="\n\nRead more: Ten ways to keep a cellar dry")
    assert [one.kind for one in run(path, [CALM], [again]) if one.kind != "rewritten"] == ["story"]


def test_a_version_that_says_the_same_is_no_event(path: Path) -> None:
    assert [one.kind for one in run(path, [CALM], [CALM])] == ["story"]


def test_a_second_source_is_told_once_and_only_when_it_is_independent(path: Path) -> None:
    found = run(path, [CALM], [OTHER], [ALONE], [wire("Ford Gazette", "ford")])
    (second,) = of(found, "origin")
    assert second.outlets == ("Callow Courier", "Valley Voice", "Orrin Observer")
    assert [side.outlets for side in second.sides] == [
        ("Callow Courier", "Valley Voice"),
        ("Orrin Observer",),
    ]
    assert "Orrin Observer is a second independent source" in second.said


def test_a_copy_or_a_first_independent_report_is_no_second_source(path: Path) -> None:
    assert of(run(path, [CALM], [OTHER], [wire("Ford Gazette", "ford")]), "origin") == []


def test_a_source_that_was_there_before_the_copies_is_no_second_one(path: Path) -> None:
    assert of(run(path, [CALM], [ALONE], [OTHER]), "origin") == []


def test_what_somebody_dismissed_is_not_told(path: Path, tmp_path: Path) -> None:
    told_of = of(run(path, [CALM, OTHER], [ALONE]), "difference")
    assert told_of
    with Desk(path, annotator="rules", workers=1) as desk:
        view = desk.story(str(told_of[0].story))
        assert view is not None
        for line in view.found.discrepancies:
            desk.decide(on_difference("dismiss", view.found, line.id, author="Ines"))
        dismissed = desk.export_decisions()
    with Desk(tmp_path / "other.db", annotator="rules", workers=1) as desk:
        desk.import_decisions(dismissed)
        list(desk.add(CALM, OTHER, ALONE))
        assert of(list(desk.events_since()), "difference") == []


def test_an_earlier_version_is_called_that_and_is_no_side_of_its_own(path: Path) -> None:
    found = run(path, [CALM], [RAISED])
    assert of(found, "difference") == []  # the change is told, and nobody else says otherwise
    add(path, 2, [OTHER])
    (line,) = of(events(path), "difference")
    assert line.said.endswith("Counted among them is an earlier version of Callow Courier.")
    assert sorted(side.outlets for side in line.sides) == [
        ("Callow Courier",),
        ("Callow Courier (earlier version)", "Valley Voice"),
    ]


def test_a_difference_is_shown_by_what_its_sides_say_and_a_sentence_once() -> None:
    cue = evidence("a", "said")
    sides = (EventSide(value="Ada Quill", outlets=("Gazette",), evidence=(cue, evidence("a", "Quill", 9))),)
    line = DeskEvent(id="e", kind="difference", at="", said="", sides=sides)
    (shown,) = sides_of(line)
    assert (shown.label, shown.words, len(shown.places)) == ("Gazette", "Ada Quill", 1)
    was, now = (
        EventSide(value=words, evidence=(evidence("a", f"A {words} day"),)) for words in ("hot", "cold")
    )
    change = DeskEvent(id="e", kind="quotation", at="", said="", sides=(was, now, was, now))
    assert [(one.label, one.words) for one in sides_of(change)] == [
        ("before", "A hot day"),
        ("now", "A cold day"),
    ]


def evidence(article: str, text: str, start: int = 0) -> Evidence:
    return Evidence(article=article, start=start, end=start + len(text), text=text)


def difference(*sides: tuple[Evidence, ...], severity: str = "material") -> Discrepancy:
    return Discrepancy(
        id="d",
        type="figure",
        severity=severity,  # type: ignore[arg-type]
        relation="conflict",
        summary="They differ.",
        sides=tuple(Side(value=one[0].text, articles=(one[0].article,), evidence=one) for one in sides),
    )


def as_event(one: Discrepancy) -> DeskEvent:
    sides = tuple(EventSide(value=side.value, evidence=side.evidence) for side in one.sides)
    return DeskEvent(
        id="e", kind="difference", at="", said="", severity=one.severity, type=one.type, sides=sides
    )


def test_a_difference_is_the_same_while_more_reports_join_its_sides() -> None:
    first = difference((evidence("a", "three"),), (evidence("b", "five"),))
    known = [as_event(first)]
    assert not is_new(first, known)
    assert not is_new(
        difference((evidence("a", "three"), evidence("c", "3 people")), (evidence("b", "five"),)), known
    )
    assert is_new(first, [])


def test_a_difference_is_told_again_with_another_value_or_when_it_is_graver() -> None:
    first = difference((evidence("a", "three"),), (evidence("b", "five"),))
    third = difference((evidence("a", "three"),), (evidence("b", "five"),), (evidence("c", "seven"),))
    assert is_new(third, [as_event(first)])
    assert not is_new(third, [as_event(first), as_event(third)])
    assert is_new(replace(first, severity="critical"), [as_event(first)])
    assert not is_new(first, [as_event(replace(first, severity="critical"))])


def test_nothing_is_told_again_when_stories_are_parted_and_joined(path: Path) -> None:
    before = run(path, [CALM, OTHER, FERRY], [ALONE])
    with Desk(path, annotator="rules", workers=1) as desk:
        dam, ferry = (desk.story(str(desk.article(one.id).story)) for one in (CALM, FERRY))  # type: ignore[union-attr]
        assert dam is not None
        assert ferry is not None
        parted = making.split(dam.found, [ALONE.id], author="Ines")
        desk.decide(parted)
        moved = making.move(desk.story(dam.row.id).found, [OTHER.id], ferry.found, author="Ines")  # type: ignore[union-attr]
        desk.decide(moved)
        desk.undo(moved.id, author="Ines")
        desk.undo(parted.id, author="Ines")
        assert list(desk.events_since()) == before


def test_a_store_of_before_tells_nothing_of_what_it_had(path: Path) -> None:
    run(path, [CALM], [ALONE])
    with sqlite3.connect(path) as old:  # as the form before left it
        for table in ("hook_dead", "hook", "followed", "event_waiting", "event_article", "event"):
            old.execute(f"DROP TABLE {table}")
        old.execute("DELETE FROM meta WHERE name IN ('told', 'told_from')")
        for (table,) in old.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'watch_%' AND type = 'table'"
        ).fetchall():
            old.execute(f"DROP TABLE {table}")
        old.execute("PRAGMA user_version = 1")
    assert len(MIGRATIONS) > 1
    assert events(path) == []
    add(path, 5, [OTHER])
    found = events(path)
    assert [one.kind for one in found if OTHER.id not in one.articles] == []
    assert [one.articles for one in of(found, "report")] == [(OTHER.id,)]


def test_a_draft_is_told_of_when_a_quotation_of_it_no_longer_stands(path: Path) -> None:
    add(path, 0, [CALM, FERRY])
    with Desk(path, annotator="rules", workers=1) as desk:
        one = desk.follow_draft(DRAFT, "front.md")
    assert [quotation.verdict for quotation in one.standing] == ["typographic"] or one.standing
    add(path, 1, [replace(FERRY, id="x", text=FERRY.text + " More rain fell.")])
    assert of(events(path), "draft") == []
    add(path, 2, [RAISED])
    (fallen,) = of(events(path), "draft")
    assert fallen.said == (
        "“The wall holds and nobody below it has to leave tonight” in front.md no longer stands (altered): "
        "Callow Courier prints “The wall does not hold and nobody below it has to leave tonight”."
    )
    assert (fallen.draft, fallen.articles) == (one.id, (RAISED.id,))
    add(path, 3, [wire("Callow Courier", "courier", holds="does not hold", level=61)])
    assert len(of(events(path), "draft")) == 1


def test_a_draft_of_which_nothing_is_printed_is_refused(path: Path) -> None:
    add(path, 0, [CALM])
    with (
        Desk(path, annotator="rules", workers=1) as desk,
        pytest.raises(InputError, match=r"front\.md.*none of its quotations"),
    ):
        desk.follow_draft("“Nobody ever said this about the river,” Ada Lind said.", "front.md")


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        (Rule(kind=("origin", "headline")), {"origin", "headline"}),
        (Rule(severity="critical", kind=("difference",)), {"difference"}),
        (Rule(outlet=("valley VOICE",), kind=("figure", "quotation")), {"figure"}),
        (Rule(person=("maud ellery",), kind=("quotation",)), {"quotation"}),
        (Rule(silent=True), {"quotation"}),
        (Rule(words=("hollin",)), {"story"}),
        (Rule(followed=True), set()),
        (Rule(story=("s-none",)), set()),
        (Rule(words=("hollin", "dam")), set()),
    ],
)
def test_rules_choose_by_all_that_they_give(dam: Path, rule: Rule, kinds: set[str]) -> None:
    with Desk(dam, annotator="rules", workers=1) as desk:
        assert {one.kind for one in desk.events_since(rules=(rule,))} == kinds


def test_of_a_followed_story_everything_is_told(dam: Path) -> None:
    with Desk(dam, annotator="rules", workers=1) as desk:
        began = next(one for one in desk.events_since() if one.kind == "story" and "dam" in one.said)
        desk.follow_story(str(began.story))  # an id that it no longer has
        assert "report" in {one.kind for one in desk.latest_events()}
        assert {one.title for one in desk.events_since(rules=(Rule(followed=True),))} == {
            one.title for one in desk.events_since() if "Hollin" not in one.said
        }
        assert desk.unfollow_story(str(began.story))
        assert "report" not in {one.kind for one in desk.latest_events()}
        with pytest.raises(InputError):
            desk.follow_story("s-none")


@pytest.fixture(scope="module")
def dam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dam") / "desk.db"
    for number, reports in enumerate(ROUNDS):
        add(path, number, reports)
    return path
