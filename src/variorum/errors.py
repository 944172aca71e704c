"""The one tree of errors.

::

    VariorumError
    ├── InputError          something that was given cannot be used
    │   ├── UnreadableFile  the file as a whole: missing, binary, broken archive, unknown format
    │   └── BadRecord       one record of a file; the run goes on, the record goes to rejects
    ├── OutputError         a result cannot be written
    ├── PipelineError       stages in an order that cannot work
    ├── EngineError         a worker died or an engine is not available
    └── MissingExtra        an optional library is not installed

Only ``cli`` and ``web`` turn them into text or JSON for people.
"""

from __future__ import annotations


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


class OutputError(VariorumError):
    """A result cannot be written."""


class PipelineError(VariorumError):
    """Stages stand in an order that cannot work."""


class EngineError(VariorumError):
    """A worker died, or an engine is not available."""


class MissingExtra(VariorumError):
    """An optional library is needed and not installed."""
