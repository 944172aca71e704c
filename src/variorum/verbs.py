"""Each job in one call; ``Corpus`` does the same in steps, and tells what could not be used.

All take ``paths``, files or folders of reports (``-`` is standard input), and the options of ``Corpus``: who
finds the quotations (``annotator``), who runs the work (``engine``, ``workers``, ``master``), ``settings``,
``on_progress``, and ``work``, a folder by which a stopped call goes on. They raise as ``Corpus`` does:
UnreadableFile for a path that does not exist, InputError for an unknown annotator, EngineError for an unknown
engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from variorum.checks import Progress
from variorum.corpus import Comparison, Corpus
from variorum.model import AnnotatedArticle, Collation, CorpusOrigin
from variorum.pipeline import DEFAULT_ANNOTATOR, Annotator
from variorum.settings import Settings


def annotate(
    *paths: str | Path,
    annotator: Annotator = DEFAULT_ANNOTATOR,
    engine: str = "local",
    workers: int | None = None,
    master: str | None = None,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
    work: str | Path | None = None,
) -> Iterator[AnnotatedArticle]:
    """Yield each article of ``paths`` with its annotation, in input order."""
    with Corpus(
        *paths,
        annotator=annotator,
        engine=engine,
        workers=workers,
        master=master,
        settings=settings,
        on_progress=on_progress,
        work=work,
    ) as corpus:
        yield from corpus.annotate()


def origins(
    *paths: str | Path,
    engine: str = "local",
    workers: int | None = None,
    master: str | None = None,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
    work: str | Path | None = None,
) -> list[CorpusOrigin]:
    """Return the texts that several articles of ``paths`` carry, by id."""
    with Corpus(
        *paths,
        engine=engine,
        workers=workers,
        master=master,
        settings=settings,
        on_progress=on_progress,
        work=work,
    ) as corpus:
        return list(corpus.origins())


def group(
    *paths: str | Path,
    window: int | None = None,
    engine: str = "local",
    workers: int | None = None,
    master: str | None = None,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
    work: str | Path | None = None,
) -> list[tuple[str, str]]:
    """Return (article id, story id) for every article of ``paths``, in input order; see ``Corpus.group``."""
    with Corpus(
        *paths,
        engine=engine,
        workers=workers,
        master=master,
        settings=settings,
        on_progress=on_progress,
        work=work,
    ) as corpus:
        return corpus.group(window=window)


def collate(
    *paths: str | Path,
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
    """Yield the collation of each story in ``paths``, by story id; see ``Corpus.collate``."""
    with Corpus(
        *paths,
        annotator=annotator,
        engine=engine,
        workers=workers,
        master=master,
        settings=settings,
        on_progress=on_progress,
        work=work,
    ) as corpus:
        yield from corpus.collate(by=by, one_story=one_story, window=window)


def compare(
    *paths: str | Path,
    by: str | None = None,
    one_story: bool = False,
    annotator: Annotator = DEFAULT_ANNOTATOR,
    engine: str = "local",
    workers: int | None = None,
    master: str | None = None,
    settings: Settings | None = None,
    on_progress: Progress | None = None,
) -> Comparison:
    """Compare the reports in ``paths``: the main job in one call.

    by: take the stories from this field of the input. one_story: take all reports as one story.
    """
    with Corpus(
        *paths,
        annotator=annotator,
        engine=engine,
        workers=workers,
        master=master,
        settings=settings,
        on_progress=on_progress,
    ) as corpus:
        return corpus.compare(by=by, one_story=one_story)
