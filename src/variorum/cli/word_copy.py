"""``variorum check --comments COPY.docx``: the verdicts as comments in a copy of a Word document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from variorum.cli.streams import tell
from variorum.errors import InputError, UnreadableFile
from variorum.settings import ReadSettings

if TYPE_CHECKING:
    from variorum.checking.drafts import Draft
    from variorum.checking.results import CheckResult

_WORD = ".docx"


def parted(comments: Path | None, output: Path | None) -> tuple[Path | None, Path | None]:
    """Return where to write the copy with comments, and where the result; ``-o COPY.docx`` asks for the copy.

    Raises InputError for a name of the copy that says something else.
    """
    if comments is not None and comments.suffix.lower() != _WORD:
        raise InputError(
            "comments are put into a copy that is a Word document; name it .docx", file=str(comments)
        )
    if output is None or output.suffix.lower() != _WORD:
        return comments, output
    if comments is not None:
        raise InputError("-o and --comments both ask for a copy with comments; give one of them")
    return output, None


def only_document(copy: Path | None, drafts: list[str]) -> None:
    """Raise InputError where a copy with comments is asked for and the draft is not one Word document."""
    if copy is not None and (len(drafts) != 1 or Path(drafts[0]).suffix.lower() != _WORD):
        raise InputError(
            f"{copy.name} would be a copy of one Word document with comments; give one draft that is a .docx"
        )


def write_copy(
    copy: Path | None, result: CheckResult, drafts: list[Draft], settings: ReadSettings, *, quiet: bool
) -> None:
    """Write the copy, if one is asked for, and say so. Raises OutputError when it cannot be written."""
    if copy is None or not result.articles:
        return
    from variorum.checking.writers.word import commented
    from variorum.outputs.atomic import write_bytes

    (draft,) = drafts
    try:
        data = Path(draft.file or draft.name).read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}", file=draft.name) from error
    write_bytes(copy, commented(result, draft, data, settings))
    if not quiet:
        tell(f"comments are in {copy}")
