"""The layers paragraphs and sentences of an article."""

from variorum.annotation.layout.stage import assign_layout
from variorum.model import Annotation, Article, Span
from variorum.settings import AnnotateSettings


def layout(text: str) -> Annotation:
    return assign_layout(Article(id="a", text=text), Annotation(), settings=AnnotateSettings())


def test_layers_are_assigned_and_others_kept() -> None:
    before = Annotation(furniture=(Span(0, 4),))
    article = Article(id="a", text="More\n\nThe pier is shut. It is old.")
    after = assign_layout(article, before, settings=AnnotateSettings())
    assert [span.of(article.text) for span in after.paragraphs] == ["More", "The pier is shut. It is old."]
    assert [span.of(article.text) for span in after.sentences] == ["More", "The pier is shut.", "It is old."]
    assert after.furniture == before.furniture


def test_empty_text_has_empty_layers() -> None:
    assert layout("") == Annotation()
