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
        when = plain_date(one.at[:16] + "Z", zone=True)
        line = "\t".join((when, one.severity or "-", heading(one), one.said))
        yield harmless(line).encode("utf-8", "replace")


def last_in(path: Path) -> str | None:
    """Return the id of the last event in a file of JSON lines; None where there is none yet.

    What a killed writer left of a line is cut off. Raises InputError for a file of something else, of which
    nothing is changed; OutputError when it cannot be written.
    """
    try:
        if not path.exists():
            return None
        with path.open("r+b") as file:
            data = file.read()
            whole = data.rfind(b"\n") + 1
            last = _last(data[:whole], data[whole:], path)
            file.truncate(whole)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", file=str(path)) from error
    return last


def _last(whole: bytes, rest: bytes, path: Path) -> str | None:
    """Return the id in the last of whole lines; ``rest`` is what stands behind the end of the last."""
    lines = whole.splitlines()
    try:
        last = decode(lines[-1], DeskEvent).id if lines else None
    except BadRecord as error:
        raise InputError(_OTHER, file=str(path)) from error
    if rest[: len(_BEGINNING)] != _BEGINNING[: len(rest)]:
        raise InputError(_OTHER, file=str(path))
    return last


_BEGINNING = b'{"id":"'  # of each line
_OTHER = "holds other lines than events; name another file"


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
