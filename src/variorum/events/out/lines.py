"""Events as lines: of JSON, for programs, and of text, for terminals."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from variorum.errors import BadRecord, InputError, OutputError
from variorum.events.out.wording import heading
from variorum.model import DeskEvent
from variorum.model.codec import decode, encode
from variorum.outputs.wording import harmless, plain_date


def json_lines(events: Iterable[DeskEvent]) -> Iterator[bytes]:
    """Yield each event as a line of JSON; the ``id`` of the last one is where to go on."""
    return (encode(one) for one in events)


def text_lines(events: Iterable[DeskEvent]) -> Iterator[bytes]:
    """Yield each event as a line that is safe to print: when, how grave, what, the sentence."""
    for one in events:
        when = plain_date(one.at[:16] + "Z")
        line = "\t".join((when, one.severity or "-", heading(one), one.said))
        yield harmless(line).encode("utf-8", "replace")


def last_in(path: Path) -> str | None:
    """Return the id of the last event in a file of JSON lines; None where there is none yet.

    What a killed writer left of a line is cut off. Raises InputError for a file of something else,
    OutputError when it cannot be written.
    """
    try:
        if not path.exists():
            return None
        with path.open("r+b") as file:
            whole = _whole(file.read())
            file.truncate(whole)
            file.seek(0)
            lines = file.read().splitlines()
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", file=str(path)) from error
    if not lines:
        return None
    try:
        return decode(lines[-1], DeskEvent).id
    except BadRecord as error:
        raise InputError("holds other lines than events; name another file", file=str(path)) from error


def _whole(data: bytes) -> int:
    return data.rfind(b"\n") + 1


def append(path: Path, events: Iterable[DeskEvent]) -> int:
    """Add events to a file of JSON lines, and return how many when they are on the disk.

    Raises OutputError when it cannot be written.
    """
    count = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            for line in json_lines(events):
                file.write(line + b"\n")
                count += 1
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", file=str(path)) from error
    return count
