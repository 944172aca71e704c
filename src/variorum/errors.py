"""The one tree of errors.

::

    VariorumError
    ├── InputError          something that was given cannot be used
    │   ├── UnreadableFile  the file as a whole: missing, binary, broken archive, unknown format
    │   ├── BadRecord       one record of a file; the run goes on, the record goes to rejects
    │   ├── FeedError       a feed or page cannot be had or read; the others go on
    │   └── TookTooLong     one report took longer than its limit; it goes to rejects too
    ├── OutputError         a result cannot be written
    ├── PipelineError       stages in an order that cannot work
    ├── EngineError         workers died or an engine is not available
    │   └── TooLittleMemory there is not enough memory to go on with anything
    ├── UnknownLanguage     a language that is not there, or whose data cannot be used
    └── MissingExtra        an optional library is not installed

Only ``cli`` and ``web`` turn them into text or JSON for people.
"""

from __future__ import annotations

import errno
import traceback

# What the loader of shared libraries says when there is no room for one (glibc, musl, macOS, Windows).
_NO_ROOM = (
    "cannot allocate memory",
    "failed to map segment",
    "cannot map zero-fill pages",
    "error loading shared library: out of memory",
    "not enough memory",
    "paging file is too small",
    "errno 12]",
    "bad_alloc",  # C++, as onnxruntime and pyarrow tell it
)


class VariorumError(Exception):
    """Base of all errors.

    message: what is wrong, and the remedy where there is one.
    file, line, article: where, as far as known; line counts from 1.
    """

    def __init__(
        self, message: str, *, file: str | None = None, line: int | None = None, article: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.article = article

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        if self.article is not None:
            place = f"{place} [{self.article}]" if place else f"[{self.article}]"
        return f"{place}: {self.message}" if place else self.message

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders; the default would lose the keyword arguments.
        return (_rebuild, (type(self), self.message, self.file, self.line, self.article))


def _rebuild(
    kind: type[VariorumError], message: str, file: str | None, line: int | None, article: str | None
) -> VariorumError:
    return kind(message, file=file, line=line, article=article)


class InputError(VariorumError):
    """Something that was given cannot be used."""


class UnreadableFile(InputError):
    """A whole file cannot be read."""


class BadRecord(InputError):
    """One record of a file cannot be used; the run goes on."""


class FeedError(InputError):
    """A feed, or a page that one leads to, cannot be had or read; the others go on.

    code: what is wrong in a word ("http-503", "not-xml", "robots", "timeout"), for programs; it stays the
    same while the message, for people, may get better. The feed's address is its ``file``.
    found: addresses of feeds that a page named which was given for one.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        article: str | None = None,
        found: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, file=file, line=line, article=article)
        self.code = code
        self.found = found

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_feed, (self.code, self.message, self.file, self.line, self.article, self.found))


def _rebuild_feed(
    code: str,
    message: str,
    file: str | None,
    line: int | None,
    article: str | None,
    found: tuple[str, ...],
) -> FeedError:
    return FeedError(code, message, file=file, line=line, article=article, found=found)


class TookTooLong(InputError):
    """One report took longer than its limit; the run goes on."""


class OutputError(VariorumError):
    """A result cannot be written."""


class PipelineError(VariorumError):
    """Stages stand in an order that cannot work."""


class EngineError(VariorumError):
    """Workers died, or an engine is not available."""


class TooLittleMemory(EngineError):
    """There is not enough memory to go on with anything."""


class UnknownLanguage(VariorumError):
    """A language is not there, or a file of its data cannot be used; the message names those there are."""


class MissingExtra(VariorumError):
    """An optional library is needed and not installed."""


def shortened(words: str, most: int = 60) -> str:
    """Return ``words``, at most so many code points of them: an error names by them what was given."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def in_one_line(error: BaseException) -> str:
    """Return the last line of the trace of ``error``: its type and what it says, cut where it is long."""
    words = " ".join("".join(traceback.format_exception_only(error)).split())
    from variorum.settings import SHOWN  # here: who only catches errors need not wait for it

    return shortened(words, SHOWN.exception)


def lacks_memory(error: BaseException | None) -> bool:
    """Tell whether ``error`` comes of too little memory, as for a library that could not be loaded."""
    while error is not None:
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
            return True
        if isinstance(error, (ImportError, OSError, RuntimeError)) or "bad_alloc" in str(error):
            said = str(error).lower()
            if any(words in said for words in _NO_ROOM) or "can't start new thread" in said:
                return True
        error = error.__cause__ or error.__context__
    return False


def memory_error(error: Exception) -> TooLittleMemory:
    """Return the error that says what to do when there is no memory to go on with."""
    said = f" ({error})" if str(error) else ""
    return TooLittleMemory(
        f"there is too little memory to go on{said}; give fewer --workers, close other programs, raise the "
        "limit (ulimit -v, the container's) or use a larger machine"
    )


def is_fault(error: BaseException) -> bool:
    """Tell whether ``error`` is that of the one article or story at hand, so that the others can go on.

    Not so are what concerns the run as a whole (engine, output, missing libraries) and a library that could
    not be loaded for lack of memory; nor Ctrl-C and the end of the program, which are no ``Exception``.
    A MemoryError is a fault of its article: mostly that one is too large. Who runs many sees when all are.
    """
    if not isinstance(error, Exception) or isinstance(
        error, (EngineError, OutputError, PipelineError, MissingExtra)
    ):
        return False
    return isinstance(error, MemoryError) or not (isinstance(error, ImportError) and lacks_memory(error))
