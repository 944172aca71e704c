"""One article or story that failed, as a reject: so the others go on."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from variorum import limits
from variorum.errors import BadRecord, TookTooLong, VariorumError, in_one_line
from variorum.model.article import Article, Reject
from variorum.rescue import Loss

# Set (to anything), every failure prints its trace on standard error, in workers too.
DEBUG = "VARIORUM_DEBUG"
_NO_MEMORY = "needs more memory than there is"


def fault(
    error: BaseException | str,
    *,
    file: str,
    line: int | None = None,
    id: str | None = None,
    stage: str | None = None,
    story: str | None = None,
    articles: Sequence[str] = (),
) -> Reject:
    """Return the reject for what ``error`` (an exception, or words) kept from being done.

    stage: where it happened; the step that was entered last unless given. What an error of the house says is
    told as it is, of any other the last line of its trace.
    """
    stage = limits.stage() if stage is None else stage
    if isinstance(error, BadRecord):  # nothing failed: the record cannot be used
        return Reject(file=file, line=line, id=id, reason=error.message)
    if isinstance(error, BaseException) and not isinstance(error, TookTooLong):
        show_trace(error)
    at = f" at stage {stage}" if stage else ""
    if isinstance(error, MemoryError):
        reason = f"{_NO_MEMORY}{at}; split it, give fewer --workers, or use a larger machine"
    elif isinstance(error, TookTooLong):
        reason = f"{error.message}{at}"
    elif isinstance(error, str):
        reason = f"{error}{at}"
    elif isinstance(error, VariorumError):
        reason = f"failed{at}: {error.message}"
    else:
        reason = f"failed{at}: {in_one_line(error)}"
    return Reject(
        file=file,
        line=line,
        id=id,
        reason=reason,
        stage=stage or None,
        version=sys.modules["variorum"].__version__,
        story=story,
        articles=tuple(articles),
    )


def article_fault(article: Article, error: BaseException | str, stage: str | None = None) -> Reject:
    """Return the reject for an article; its file as far as its own record tells."""
    return fault(error, file=str(article.extra.get("file", "input")), id=article.id, stage=stage)


def lost_articles(batch: Sequence[Article], loss: Loss) -> list[Reject]:
    """Return the rejects of articles that were worked on together (see ``Rescue.lost``)."""
    return [article_fault(article, loss.cause, loss.stage) for article in batch]


def too_little_memory(reject: Reject) -> bool:
    """Tell whether an article failed for lack of memory."""
    return reject.reason.startswith(_NO_MEMORY)


def outdated(reject: Reject) -> bool:
    """Tell whether something failed in another version than this one, so that it is worth another try."""
    return reject.version not in (None, sys.modules["variorum"].__version__)


def show_trace(error: BaseException) -> None:
    """Print the trace of ``error`` where the run is being debugged."""
    if os.environ.get(DEBUG):
        sys.stderr.write("".join(traceback.format_exception(error)))
        sys.stderr.flush()
