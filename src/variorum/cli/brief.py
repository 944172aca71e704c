"""``variorum brief``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli import options as opt
from variorum.cli.decisions import read_decisions, say_standings
from variorum.cli.desk import opened
from variorum.errors import InputError, OutputError
from variorum.outputs.wording import harmless, shortened
from variorum.settings import SHOWN

if TYPE_CHECKING:
    from variorum.briefs import BriefForm
    from variorum.model import AnnotatedArticle, Collation

_FORMS: dict[str, BriefForm] = {
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".csv": "csv",
}


def brief(
    what: Annotated[
        str,
        typer.Argument(
            metavar="COLLATION",
            help="The collation.json of compare, or what collate wrote (.json .jsonl); with --store, the id "
            "of a story.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="File to write, by its suffix: .md .html .docx .csv.",
            show_default=False,
        ),
    ],
    decisions: opt.DecisionsFile = None,
    reports: Annotated[
        list[str] | None,
        typer.Option(
            "--reports",
            metavar="PATH",
            help="The reports that were collated, for whole sentences and the hashes of their texts; may be "
            "given several times.",
        ),
    ] = None,
    story: Annotated[
        str | None,
        typer.Option("--story", metavar="ID", help="Which story, where the file holds several."),
    ] = None,
    store: Annotated[
        str | None,  # a path would lose a slash of an address
        typer.Option(
            "--store", metavar="FILE", help="Take the story, and what was decided on it, from a store."
        ),
    ] = None,
    quiet: opt.Quiet = False,
) -> None:
    """Write the brief of a story: what people confirmed, with sentences, outlets, times and hashes.

    What wants another look, what is possible and what was not compared are lists of their own; what was
    dismissed or not decided is counted.
    """
    form = _FORMS.get(output.suffix.lower())
    if form is None:
        raise OutputError("a brief is written as .md, .html, .docx or .csv", file=str(output))
    from variorum.outputs.atomic import write_bytes

    if store is not None:
        if decisions is not None or reports or story is not None:
            raise InputError("a store has the decisions and the reports; leave out the other options")
        write_bytes(output, _from_store(store, what, form))
    else:
        write_bytes(output, _from_file(Path(what), story, decisions, reports or [], form, quiet))
    if not quiet:
        typer.echo(f"brief: {output}", err=True)


def _from_store(store: str, story: str, form: BriefForm) -> bytes:
    with opened(store) as desk:
        made = desk.brief(story, form)
    if made is None:
        raise InputError(f"the store has no story {story!r}")
    return made


def _from_file(
    path: Path,
    story: str | None,
    decisions: Path | None,
    reports: Sequence[str],
    form: BriefForm,
    quiet: bool,
) -> bytes:
    from variorum.briefs import brief as made
    from variorum.briefs import read_collations
    from variorum.decisions.apply import apply
    from variorum.decisions.records import text_hash

    one = _chosen(read_collations(path), story, path)
    told = read_decisions(decisions)
    articles = _articles(reports, {each.id for each in one.articles})
    captures = {name: text_hash(each.article.text) for name, each in articles.items()}
    decided = apply(one, told, captures)
    if decisions is not None and not quiet:
        say_standings([decided], (), told)
    return made(decided, form, articles=articles)


def _chosen(collations: Sequence[Collation], story: str | None, path: Path) -> Collation:
    found = [one for one in collations if story in (None, one.story)]
    if len(found) == 1:
        return found[0]
    if not found:
        what = f"has no story {story!r}" if collations else "holds no story"
        raise InputError(what, file=str(path))
    titles = [f"{one.story} ({_title(one)})" for one in found[: SHOWN.rejects]]
    raise InputError(
        f"holds {len(found)} stories; name one with --story: {harmless(', '.join(titles))}", file=str(path)
    )


def _title(one: Collation) -> str:
    return shortened(next((each.title for each in one.articles if each.title), ""), SHOWN.name)


def _articles(paths: Sequence[str], wanted: set[str]) -> dict[str, AnnotatedArticle]:
    if not paths:
        return {}
    from variorum.corpus import Corpus
    from variorum.pipeline import lay_out

    with Corpus(*paths, workers=1) as corpus:
        found = {one.id: lay_out(one) for one in corpus.articles() if one.id in wanted}
    if not found:
        raise InputError("none of the reports is one of this story; give those that were collated")
    return found
