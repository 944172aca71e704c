"""What of a draft is read as no quotation is told, and the draft does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from variorum import Article
from variorum.checking.drafts import read_drafts
from variorum.checks import check_drafts
from variorum.settings import ReadSettings

REPORTS = [Article(id="r", text="“Nobody sails before the bell,” said Odile Marn, who runs the ferry.")]


@pytest.mark.parametrize(
    "words",
    [
        "Reyl said ′the boats will all be sold to the town′ and went.",
        "Reyl said <<the boats will all be sold to the town>> and went.",
        "Reyl said 《the boats will all be sold to the town》 and went.",
        "Reyl said 〈the boats will all be sold to the town〉 and went.",
        "Reyl said ,,the boats will all be sold to the town'' and went.",
        "Reyl said ‘the boats will all be sold to the town and went.",
        "Reyl said ❮the boats will all be sold to the town❯ and went.",
        "Reyl said \x91the boats will all be sold to the town\x92 and went.",
        "Reyl said ﹁the boats will all be sold to the town﹂ and went.",
        "Reyl said ʺthe boats will all be sold to the townʺ and went.",
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_marks_that_are_read_as_none_are_told(tmp_path: Path, words: str, name: str) -> None:
    (tmp_path / name).write_text(f"{words}\n", encoding="utf-8")
    (draft,) = read_drafts([tmp_path / name], ReadSettings())
    result = check_drafts([draft], against=REPORTS)
    assert not result.passed()
    assert [one for one in result.not_read if "belongs to no quotation" in one.reason]


@pytest.mark.parametrize("mark", ["&lsquo;", "&#8216;", "&#147;", "&lsaquo;"])
def test_names_of_marks_in_plain_text_are_told(tmp_path: Path, mark: str) -> None:
    (tmp_path / "a.txt").write_text(f"Reyl said {mark}the boats will all be sold.\n", encoding="utf-8")
    (draft,) = read_drafts([tmp_path / "a.txt"], ReadSettings())
    assert ["quotations in markup" in one.reason for one in draft.not_read] == [True]


def test_feet_minutes_apostrophes_and_arrows_are_no_marks(tmp_path: Path) -> None:
    words = "It was 5′ long and 6′2″ high, rock ′n′ roll, the boys′ boats, ′em, ‘90s, ‘Tis; a << b, x >> y."
    (tmp_path / "a.txt").write_text(f"{words}\n", encoding="utf-8")
    (draft,) = read_drafts([tmp_path / "a.txt"], ReadSettings())
    assert check_drafts([draft], against=REPORTS).not_read == ()


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ('<input value="“Nobody sails before the bell,” said Marn">', "field of a form"),
        ('<input placeholder="“Nobody sails before the bell,” said Marn">', "field of a form"),
        ('<select><option label="“Nobody sails,” said Marn">x</option></select>', "field of a form"),
        ("<noscript><p>“Nobody sails before the bell,” said Marn.</p></noscript>", "without scripts"),
        ('<style>p::before { content: "“Nobody sails,” said Marn" }</style>', "style of the page"),
        ('<input type="hidden" value="“Nobody sails before the bell,” said Marn">', None),
        ('<style>q::before { content: "\\201C" } i::before { content: "menu" }</style>', None),
        ("<noscript><img src=x></noscript>", None),
    ],
)
def test_words_that_a_page_shows_outside_its_text_are_told(
    tmp_path: Path, part: str, told: str | None
) -> None:
    (tmp_path / "a.md").write_text(f"The ferry stays in harbour today.\n\n{part}\n", encoding="utf-8")
    (draft,) = read_drafts([tmp_path / "a.md"], ReadSettings())
    assert any(one.fails for one in draft.not_read) == (told is not None)
    page = f"<html><body><article><p>The ferry stays in harbour today.</p>{part}</article></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (draft,) = read_drafts([tmp_path / "a.html"], ReadSettings())
    reasons = [one.reason for one in draft.not_read if one.fails]
    assert len(reasons) == (told is not None)
    assert all(told and told in reason for reason in reasons)
