"""What every kind of difference promises: its row is whole, and its example is told in every output."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from tests.contract.test_outputs import words_of

from variorum.collation.kinds import OWN
from variorum.model import AnnotatedArticle, Article, Collation
from variorum.model.kinds import GRAVITY, KINDS
from variorum.outputs import OUTPUTS, writer
from variorum.outputs.wording import type_words
from variorum.pipeline import annotate_article, collate_story

TOLD = sorted(name for name, kind in KINDS.items() if kind.example)


@cache
def story(name: str) -> tuple[Collation, dict[str, AnnotatedArticle]]:
    """Return the collation of a kind's example, read by rules."""
    reports = [
        annotate_article(Article(id=f"r{number}", text=text, outlet=f"Outlet {number}", date="2026-03-11"))
        for number, text in enumerate(KINDS[name].example)
    ]
    return collate_story("example", reports), {one.article.id: one for one in reports}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_row_is_whole(name: str) -> None:
    kind = KINDS[name]
    assert kind.name == name
    assert kind.label[:1].isupper()
    assert kind.description.endswith(".")
    assert len({grade.circumstance for grade in kind.grades}) == len(kind.grades) > 0
    assert all(grade.severity in GRAVITY and grade.reason for grade in kind.grades)
    grave = any(grade.severity != "minor" for grade in kind.grades)
    assert bool(kind.example) is grave, "what can be told by itself has reports that show it"


@pytest.mark.parametrize("name", TOLD)
def test_the_example_shows_the_kind_and_nothing_else(name: str) -> None:
    collation, _ = story(name)
    assert [one.type for one in collation.discrepancies] == [name]
    assert collation.discrepancies[0].severity in {grade.severity for grade in KINDS[name].grades}


@pytest.mark.parametrize("output", sorted(OUTPUTS))
@pytest.mark.parametrize("name", TOLD)
def test_the_example_is_told_in_every_output(name: str, output: str, tmp_path: Path) -> None:
    collation, articles = story(name)
    writer(output)([collation], articles, tmp_path / "out")
    written = words_of(tmp_path / "out")
    (one,) = collation.discrepancies
    assert one.summary.split("“")[0].split(":")[0] in written
    if output in ("html", "markdown"):
        assert type_words(one) in written


def test_a_search_of_its_own_belongs_to_a_kind() -> None:
    assert OWN.keys() <= KINDS.keys()
