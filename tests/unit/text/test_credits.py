"""Credit lines: who is named as the author, of the whole or of a part, and where it stands."""

import pytest

from variorum.language.language import language
from variorum.reuse.credits import credits

ENGLISH = language("en")

BODY = "The ferry struck the outer wall of the harbour shortly before midnight while the passengers slept."
PADDING = "\n\n".join([BODY] * 12)


@pytest.mark.parametrize(
    ("text", "name", "whole", "line"),
    [
        (f"PORT SALLOW (Halyard) - {BODY}", "Halyard", True, "PORT SALLOW (Halyard) -"),
        (f"LONDON (Reuters) \u2013 {BODY}", "Reuters", True, "LONDON (Reuters) \u2013"),
        (f"(AP) -- {BODY}", "Associated Press", True, "(AP) --"),
        (f"By ADA LIND, Reuters\n\n{BODY}", "Reuters", True, "By ADA LIND, Reuters"),
        (f"{BODY}\n\n(Halyard Press Agency)", "Halyard Press Agency", True, "(Halyard Press Agency)"),
        (f"{BODY}\n\n\u2014 AFP", "Agence France-Presse", True, "\u2014 AFP"),
        (
            f"{BODY}\n\nReuters contributed to this report.",
            "Reuters",
            False,
            "Reuters contributed to this report.",
        ),
        (
            f"{BODY}\n\nAssociated Press writer Ada Lind contributed to this report.",
            "Associated Press",
            False,
            "Associated Press writer Ada Lind contributed to this report.",
        ),
        (
            f"{BODY}\n\nCopyright 2031 The Associated Press. All rights reserved.",
            "Associated Press",
            True,
            "Copyright 2031 The Associated Press. All rights reserved.",
        ),
    ],
)
def test_a_credit_is_read_with_its_place(text: str, name: str, whole: bool, line: str) -> None:
    (found,) = credits(text, ENGLISH)
    assert (found.name, found.whole, found.kind) == (name, whole, "agency")
    assert found.span is not None and found.span.of(text) == line


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY} The minister (a Liberal) - who came late - left.",
        f"Sen. Ada Lind (R-Ohio) - who came late - left. {BODY}",
        f"The bridge at dawn. (Ada Lind/Reuters)\n\n{BODY}",
        f"{BODY}\n\n\u201cThat is all,\u201d she told Reuters on Monday, before the ship had sunk.",
        f"Reuters reported on Monday that the ferry had sunk.\n\n{BODY}",
        "",
    ],
)
def test_what_only_mentions_an_agency_is_no_credit(text: str) -> None:
    assert credits(text, ENGLISH) == ()


def test_a_release_is_told_by_its_service() -> None:
    (found,) = credits(f"PORT SALLOW, March 11 /PRNewswire/ -- {BODY}", ENGLISH)
    assert (found.name, found.kind, found.whole) == ("PRNewswire", "release", True)


def test_the_byline_and_the_outlet_of_the_record_count_without_a_place() -> None:
    assert [(one.name, one.span) for one in credits(BODY, ENGLISH, byline="By Ada Lind, AP")] == [
        ("Associated Press", None)
    ]
    assert [(one.name, one.span) for one in credits(BODY, ENGLISH, outlet="Reuters")] == [("Reuters", None)]


def test_a_name_in_the_middle_of_a_long_text_is_not_looked_at() -> None:
    assert credits(f"{PADDING}\n\nReuters contributed to this paragraph.\n\n{PADDING}", ENGLISH) == ()
