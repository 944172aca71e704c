"""What changed between two versions of a page, in kinds, with its place in both."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from variorum.language.language import language_of
from variorum.model import AnnotatedArticle, Article
from variorum.pipeline import annotate_article
from variorum.versions.changes import VersionChange, _notes, changes, only_boilerplate

TEXT = """The ferry Marlin hit the breakwater at Port Sallow on Tuesday, and forty people were hurt.

“We cannot rule out a fault with the bow door at this stage,” said Desmond Raikes, who heads the inquiry.

The harbour was closed all night. Ines Morrow, the mayor, stood on the quay with the crews of both tugs.

Sign up for our newsletter
"""


def version(*changed: tuple[str, str], title: str = "Ferry hits breakwater") -> AnnotatedArticle:
    text = TEXT
    for before, after in changed:
        assert before in text
        text = text.replace(before, after, 1)
    return annotate_article(Article(id="a", text=text, title=title, outlet="Sallow Post"))


def told(*changed: tuple[str, str], title: str = "Ferry hits breakwater") -> list[tuple[str, str, str]]:
    new = version(*changed, title=title)
    found = changes(version(), new)
    for one in found:
        assert_in_place(one, version(), new)
    return [(one.kind, one.before, one.after) for one in found]


def assert_in_place(one: VersionChange, old: AnnotatedArticle, new: AnnotatedArticle) -> None:
    for span, words, text in (
        (one.was, one.before, old.article.text),
        (one.now, one.after, new.article.text),
    ):
        assert span is None or text[span.start : span.end] == words


def test_what_says_the_same_is_no_change() -> None:
    assert told() == []
    assert told(("“We", '"We'), ("stage,”", 'stage,"'), ("harbour was", "Harbour  was")) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("We cannot rule", "We can rule", ("quotation", "cannot", "can")),
        ("at this stage", "", ("quotation", "at this stage", "")),
        ("said Desmond Raikes", "said Karl Voss", ("speaker", "Desmond Raikes", "Karl Voss")),
        ("forty people", "sixty people", ("figure", "forty", "sixty")),
        ("Ines Morrow", "Ida Morrow", ("name", "Ines", "Ida")),
        ("closed all night", "open all night", ("words", "closed", "open")),
    ],
)
def test_a_change_is_told_by_what_it_is_in(before: str, after: str, expected: tuple[str, str, str]) -> None:
    assert told((before, after)) == [expected]


def test_a_headline_a_sentence_and_a_note_are_told_whole() -> None:
    note = "Correction: an earlier version of this article said that the harbour was open.\n\n"
    assert told(
        ("The harbour was", note + "The harbour was"), title="Forty hurt as ferry hits breakwater"
    ) == [
        ("headline", "Ferry hits breakwater", "Forty hurt as ferry hits breakwater"),
        ("note", "", note.strip()),
    ]
    assert told((" Ines Morrow, the mayor, stood on the quay with the crews of both tugs.", "")) == [
        ("words", "Ines Morrow, the mayor, stood on the quay with the crews of both tugs.", "")
    ]
    quoted = "“She sails again in May,” he said."
    assert told(("The harbour was", f"{quoted}\n\nThe harbour was")) == [("quotation", "", quoted)]


def test_what_moved_and_the_furniture_of_the_page_say_nothing_new() -> None:
    moved = told(
        ("The harbour was closed all night. ", ""),
        ("The ferry Marlin", "The harbour was closed all night. The ferry Marlin"),
    )
    assert [kind for kind, _, _ in moved] == ["moved"]
    new = version(("Sign up for our newsletter", "Sign up for our morning newsletter"))
    found = changes(version(), new)
    assert [one.kind for one in found] == ["boilerplate"]
    assert only_boilerplate(found)
    assert not only_boilerplate(changes(version(), version(("forty", "sixty"))))


def test_nothing_and_something() -> None:
    empty = annotate_article(Article(id="b", text=""))
    bare = replace(version(), article=replace(version().article, title=None))
    assert changes(empty, empty) == ()
    assert {one.before for one in changes(empty, bare)} == {""}
    assert "".join(one.before for one in changes(bare, empty)).count("Raikes") == 1


@pytest.mark.parametrize(
    ("hit", "near"),
    [
        ("Correction: the toll was wrong.", "Correction officers were called."),
        ("Editor’s note: this story was updated.", "The editor’s note was found in a drawer."),
        ("An earlier version of this article misspelled a name.", "An earlier version of the ferry sank."),
        ("This story has been corrected to give the right age.", "This story has been told before."),
        ("We apologise for the error.", "We apologised to the crew."),
    ],
)
def test_notes_of_correction_and_what_only_looks_like_one(hit: str, near: str) -> None:
    pattern = _notes(language_of(None))
    assert pattern.match(hit)
    assert not pattern.match(near)
