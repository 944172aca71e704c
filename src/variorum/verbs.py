"""Each job in one call; ``Corpus`` does the same in steps, and tells what could not be used.

All take what is ``given``: files or folders of reports (``-`` is standard input), or Articles, also lists of
them; and the options of ``Corpus``: who finds the quotations (``annotator``), who runs the work (``engine``,
``workers``, ``master``), ``settings``, ``on_progress``, and ``work``, a folder by which a stopped call goes
on. They raise as ``Corpus`` does: UnreadableFile for a path that does not exist, InputError for an unknown
annotator and for what is neither path nor article, EngineError for an unknown engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from variorum.checking.results import CheckResult
from variorum.checks import Progress
from variorum.corpus import Comparison, Corpus
from variorum.errors import InputError
from variorum.inputs import Given
from variorum.model import AnnotatedArticle, Collation, CorpusOrigin
from variorum.outputs.flat import frame
from variorum.outputs.frame import Frame
from variorum.pipeline import DEFAULT_ANNOTATOR, Annotator
from variorum.settings import Settings

Item = TypeVar("Item")


def annotate(
    *given: Given,
    annotator: Annotator = DEFAULT_ANNOTATOR,
    engine: str = "local",
    workers: int | None = None,
    master: str | None = None,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
    work: str | Path | None = None,
) -> Iterator[AnnotatedArticle]:
    """Yield each article given with its annotation, in input order."""
    corpus = Corpus(
        *given,
        annotator=annotator,
        engine=engine,
        workers=workers,
        master=master,
        settings=settings,
        on_progress=on_progress,
        work=work,
    )
    return _with(corpus, Corpus.annotate)


def origins(
    *given: Given,
    engine: str = "local",
    workers: int | None = None,
    master: str | None = None,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
    work: str | Path | None = None,
) -> list[CorpusOrigin]:
    """Return the texts that several articles given carry, by id."""
    with Corpus(
        *given,
        engine=engine,
        workers=workers,
        master=master,
        settings=settings,
        on_progress=on_progress,
        work=work,
    ) as corpus:
        return list(corpus.origins())


def group(
    *given: Given,
    window: int | None = None,
    engine: str = "local",
    workers: int | None = None,
    master: str | None = None,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
    work: str | Path | None = None,
) -> list[tuple[str, str]]:
    """Return (article id, story id) for every article given, in input order; see ``Corpus.group``."""
    with Corpus(
        *given,
        engine=engine,
        workers=workers,
        master=master,
        settings=settings,
        on_progress=on_progress,
        work=work,
    ) as corpus:
        return corpus.group(window=window)


def collate(
    *given: Given,
    by: str | None = None,
    one_story: bool = False,
    window: int | None = None,
    annotator: Annotator = DEFAULT_ANNOTATOR,
    engine: str = "local",
    workers: int | None = None,
    master: str | None = None,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
    work: str | Path | None = None,
) -> Iterator[Collation]:
    """Yield the collation of each story given, by story id; see ``Corpus.collate``."""
    corpus = Corpus(
        *given,
        annotator=annotator,
        engine=engine,
        workers=workers,
        master=master,
        settings=settings,
        on_progress=on_progress,
        work=work,
    )
    return _with(corpus, partial(Corpus.collate, by=by, one_story=one_story, window=window))


def compare(
    *given: Given,
    by: str | None = None,
    one_story: bool = False,
    reference: Given | None = None,
    annotator: Annotator = DEFAULT_ANNOTATOR,
    engine: str = "local",
    workers: int | None = None,
    master: str | None = None,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
) -> Comparison:
    """Compare the reports given: the main job in one call.

    by: take the stories from this field of the input. one_story: take all reports as one story.
    reference: the words as spoken, which every quotation is held against.
    """
    with Corpus(
        *given,
        annotator=annotator,
        engine=engine,
        workers=workers,
        master=master,
        settings=settings,
        on_progress=on_progress,
    ) as corpus:
        return corpus.compare(by=by, one_story=one_story, reference=reference)


def to_frame(
    found: Comparison | CheckResult | Iterable[AnnotatedArticle] | Iterable[Collation],
    table: str | None = None,
) -> Frame:
    """Return a flat table of what a call found: typed columns for notebooks, see ``outputs.frame``.

    >>> to_frame([]).columns[:3]
    ('quotation', 'article', 'story')

    found: a comparison, a check, annotated articles or collations (of which only differences, evidence and
        origins are tables). table: ``quotations`` unless told, of collations ``differences``.
    Raises InputError for a table that there is not.
    """
    if isinstance(found, Comparison):
        return found.to_frame(table or "quotations")
    if isinstance(found, CheckResult):
        return found.to_frame()
    collations: list[Collation] = []
    articles: dict[str, AnnotatedArticle] = {}
    for one in found:
        if isinstance(one, Collation):
            collations.append(one)
        elif isinstance(one, AnnotatedArticle):
            articles[one.article.id] = one
        else:
            raise InputError(f"a {type(one).__name__} is nothing that a table can be made of")
    return frame(table or ("differences" if collations else "quotations"), collations, articles)


def _with(corpus: Corpus, run: Callable[[Corpus], Iterator[Item]]) -> Iterator[Item]:
    """Yield what ``run`` does; not in its caller, so that this looks at what is given at once."""
    with corpus:
        yield from run(corpus)
