"""Pronouns for two people, and for one whom an article names in two ways."""

import numpy as np
import pytest

from variorum.annotation.neural.vectors import Vectors
from variorum.annotation.speakers.resolver import _add_up
from variorum.annotation.speakers.scene import Scene
from variorum.language.language import language
from variorum.model import Annotation, Article, Entity, Span
from variorum.pipeline import annotate_article


def speakers(text: str) -> list[str | None]:
    annotated = annotate_article(Article(id="a", text=text))
    return [each.speaker.name if each.speaker else None for each in annotated.annotation.quotations]


def test_they_stay_the_two_who_were_meant_before() -> None:
    text = (
        "Ada Lind and Tom Reyes wrote to the port. They said the ferry leaked.\n\n"
        "“The hull was never dry in all those years,” they wrote.\n\n"
        "“Nobody in the office looked at the photographs we sent,” they added."
    )
    assert set(speakers(text)[-3:]) == {"Ada Lind and Tom Reyes"}


def test_titles_of_several_words_may_stand_between_two_names() -> None:
    text = (
        "Mayor Ada Lind and Deputy Mayor Tom Reyes met the press on Monday.\n\n"
        "“The ferry stays in the harbour,” they said."
    )
    assert speakers(text) == ["Ada Lind and Tom Reyes"]


@pytest.mark.parametrize(
    ("other", "shares"),
    [("Mr Reyes", [0.9, 0.0, 0.1]), ("Mr Lind", [0.5, 0.4, 0.1]), ("Ada Reyes", [0.5, 0.4, 0.1])],
)
def test_a_title_and_a_full_name_of_one_are_weighed_as_one(other: str, shares: list[float]) -> None:
    text = f"Tom Reyes spoke in Marl. Later {other} and the port agreed."
    people = [
        Entity(id=name, name=name, kind="person", mentions=(Span(at, at + len(name)),))
        for name in ("Tom Reyes", other)
        if (at := text.index(name)) >= 0
    ]
    vectors = Vectors(np.zeros((0,), np.int64), np.zeros((0,), np.int64), np.zeros((0, 4), np.float32))
    scene = Scene(text, Annotation(entities=tuple(people)), vectors, language("en"))
    found = np.array([0.5, 0.4, 0.1], np.float32)
    _add_up(scene, [scene.index["Tom Reyes"], scene.index[other]], found)
    assert found.tolist() == pytest.approx(shares)
