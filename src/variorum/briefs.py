"""The brief of a story as a file: what was decided on it, what was confirmed, and what was not compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from variorum.decisions.apply import apply
from variorum.decisions.records import text_hash
from variorum.errors import BadRecord, InputError, UnreadableFile
from variorum.model import AnnotatedArticle, Collation, Decided, Decision
from variorum.model.codec import decode
from variorum.outputs.brief import brief_of

BriefForm = Literal["md", "html", "docx", "csv"]
FORMS: tuple[BriefForm, ...] = get_args(BriefForm)
_WRITERS: Mapping[BriefForm, str] = {
    "md": "brief_markdown",
    "html": "brief_html",
    "docx": "brief_docx",
    "csv": "brief_csv",
}


def brief(
    story: Collation | Decided,
    form: BriefForm = "md",
    *,
    decisions: Iterable[Decision] = (),
    articles: Mapping[str, AnnotatedArticle] | None = None,
) -> bytes:
    """Return the brief of a story as a file of one form.

    story: a collation, on which ``decisions`` are carried out, or one that they were carried out on.
    articles: by id, for the sentences and for the hashes of the texts.
    Raises InputError for a form that there is not, OutputError where a Word document cannot be made.
    """
    if form not in FORMS:
        raise InputError(f"there is no brief of the form {form!r}; there are: {', '.join(FORMS)}")
    known = articles or {}
    if isinstance(story, Collation):
        captures = {name: text_hash(one.article.text) for name, one in known.items()}
        story = apply(story, decisions, captures)
    render = import_module(f"variorum.outputs.{_WRITERS[form]}").render
    made: bytes = render(brief_of(story, known))
    return made


class _Stories(Struct, frozen=True, kw_only=True):
    stories: tuple[Collation, ...]


def read_collations(path: Path) -> tuple[Collation, ...]:
    """Return the stories in a file that ``compare`` or ``collate`` wrote: collation.json, or JSON lines.

    Raises UnreadableFile when it cannot be read, or holds anything else.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}", file=str(path)) from error
    try:
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            return tuple(decode(line, Collation) for line in data.splitlines() if line.strip())
        return decode(data, _Stories).stories
    except BadRecord as error:
        raise UnreadableFile(
            f"holds no collations ({error.message}); give what compare or collate wrote",
            file=str(path),
        ) from error
