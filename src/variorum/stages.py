"""What a stage is, and what makes an order of stages right; ``pipeline`` lists them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar, get_args, get_type_hints

from msgspec import Struct

from variorum.errors import PipelineError
from variorum.model import AnnotatedArticle, Annotation, Article, Collation
from variorum.settings import AnnotateSettings, CollateSettings

Run = TypeVar("Run")


class ArticleStage(Protocol):
    """Adds layers to the annotation of one article; only these are other than they were."""

    def __call__(
        self, article: Article, annotation: Annotation, /, *, settings: AnnotateSettings
    ) -> Annotation:
        """Return ``annotation`` with the layers; empty ones for an empty text."""


class StoryStage(Protocol):
    """Adds layers to the collation of one story; only these are other than they were."""

    def __call__(
        self, articles: tuple[AnnotatedArticle, ...], collation: Collation, /, *, settings: CollateSettings
    ) -> Collation:
        """Return ``collation`` with the layers; ``articles`` come in the order of the story."""


class Stage(Struct, Generic[Run], frozen=True, kw_only=True):
    """One step: what it reads, what it adds, and the function that does it.

    requires, assigns: layers, which are fields of the annotation or collation that it extends; a part of one
        as "quotations.speaker", of all its members. What it assigns it may read, too.
    of_articles: of a step over a story, the layers of its articles' annotations that it reads.
    any_language: it looks at articles in other languages than English, too.
    """

    name: str
    requires: tuple[str, ...] = ()
    of_articles: tuple[str, ...] = ()
    assigns: tuple[str, ...]
    run: Run
    any_language: bool = False


def check_order(stages: Sequence[Stage[Run]], record: type[Struct], given: Sequence[str] = ()) -> None:
    """Raise PipelineError when a stage names what is no layer, or requires one that none before it assigns.

    record: whose fields the layers are. given: layers that are there before the first stage.
    """
    known = set(given)
    for stage in stages:
        named: tuple[tuple[type[Struct], tuple[str, ...]], ...] = (
            (record, (*stage.requires, *stage.assigns)),
            (Annotation, stage.of_articles),
        )
        for kind, layers in named:
            wrong = [layer for layer in layers if not _is_layer(layer, kind)]
            if wrong:
                raise PipelineError(
                    f"stage {stage.name!r} names {', '.join(wrong)}, which is no layer of {kind.__name__}"
                )
        missing = [layer for layer in stage.requires if layer not in known]
        if missing:
            raise PipelineError(
                f"stage {stage.name!r} requires {', '.join(missing)}, which no stage before it assigns"
            )
        known.update(stage.assigns)


def _is_layer(layer: str, record: type[Struct]) -> bool:
    """Tell whether ``record`` has the field, and the members of the field the part, that ``layer`` names."""
    name, _, part = layer.partition(".")
    if name not in record.__struct_fields__:
        return False
    return not part or any(part in kind.__struct_fields__ for kind in _members(record, name))


def _members(record: type[Struct], name: str) -> Iterator[type[Struct]]:
    """Yield the kinds of records in a field."""
    waiting = [get_type_hints(record)[name]]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if isinstance(kind, type) and issubclass(kind, Struct):
            yield kind
