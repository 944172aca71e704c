"""An engine that records finished results in a folder, so that a run that was stopped can be resumed.

Every result of ``map`` and ``map_groups`` is appended to a file of that call as it comes. The same run makes
the same calls in the same order: results that a file holds are returned from it, and only the rest is
computed. The folder also records what the run is made of (inputs, settings, version), so that no other run
is resumed from it.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from variorum.engines.base import Engine, Holdings, Key, OnProgress, Scores
from variorum.engines.frames import pack, read_frame, unpack, write_frame
from variorum.engines.work import check_function, function_name
from variorum.errors import EngineError
from variorum.rescue import Rescue

Item = TypeVar("Item")
Result = TypeVar("Result")

_ABOUT = "variorum-work.json"
_LOCK = "lock"
_DONE = ".done"
_MISSING = object()


class JournaledEngine:
    """``inner`` with a journal; before ``begin`` and after ``end`` it is ``inner`` and nothing more."""

    def __init__(self, inner: Engine, folder: Path) -> None:
        self.name = inner.name
        self.workers = inner.workers
        self._inner = inner
        self._folder = folder
        self._calls: int | None = None
        self._lock: IO[bytes] | None = None

    def begin(self, run: Mapping[str, str]) -> None:
        """Open the folder for ``run``, which says in a few named hashes what it is made of.

        Raises EngineError when the folder keeps another run, is in use, holds other files, or when another
        user of the machine owns it or may write to it.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _check_owner(self._folder)
            self._take()
            _check(self._folder, run)
        except OSError as error:
            reason = error.strerror or str(error)
            raise EngineError(f"cannot keep work here: {reason}", file=str(self._folder)) from error
        self._calls = 0

    def end(self, *, finished: bool) -> None:
        """Close the folder; remove it with what is in it when the run is ``finished``."""
        if self._lock is None:
            return
        if finished:
            for path in (*self._folder.glob("*" + _DONE), self._folder / _ABOUT, self._folder / _LOCK):
                path.unlink(missing_ok=True)
        self._lock.close()
        self._lock, self._calls = None, None
        if finished:
            with suppress(OSError):  # somebody put something there
                self._folder.rmdir()

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end(finished=False)
        self._inner.__exit__(kind, error, trace)

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        total: int | None = None,
        on_progress: OnProgress | None = None,
        rescue: Rescue | None = None,
    ) -> Iterator[Result]:
        """See ``base.Engine.map``; items whose results are kept are read and passed over."""
        check_function(function)
        path = self._path(function)
        if path is None:
            return self._inner.map(function, items, total=total, on_progress=on_progress, rescue=rescue)
        return self._map(path, function, iter(items), total, on_progress, rescue)

    def pairs(
        self, holdings: Iterable[Holdings], *, least: int = 1, most: int | None = None
    ) -> Iterator[Scores]:
        """See ``base.Engine.pairs``; done again."""
        return self._inner.pairs(holdings, least=least, most=most)

    def components(self, items: Iterable[Key], links: Iterable[tuple[Key, Key]]) -> list[tuple[Key, ...]]:
        """See ``base.Engine.components``; done again."""
        return self._inner.components(items, links)

    def map_groups(
        self,
        function: Callable[[Key, Sequence[Item]], Result],
        keyed: Iterable[tuple[Key, Item]],
        *,
        on_progress: OnProgress | None = None,
        rescue: Rescue | None = None,
    ) -> Iterator[tuple[Key, Result]]:
        """See ``base.Engine.map_groups``; groups whose results are kept are left out."""
        check_function(function)
        path = self._path(function)
        if path is None:
            return self._inner.map_groups(function, keyed, on_progress=on_progress, rescue=rescue)
        return self._map_groups(path, function, keyed, on_progress, rescue)

    def _map(
        self,
        path: Path,
        function: Callable[[Item], Result],
        items: Iterator[Item],
        total: int | None,
        on_progress: OnProgress | None,
        rescue: Rescue | None,
    ) -> Iterator[Result]:
        done = 0
        with _results(path) as kept:
            for result in _kept(kept):
                if next(items, _MISSING) is _MISSING:
                    raise EngineError(
                        "keeps more work than there is input; remove it to begin anew",
                        file=str(self._folder),
                    )
                done += 1
                yield result
                if on_progress:
                    on_progress(done, total)
            before = done
            rest = self._inner.map(
                function,
                items,
                total=None if total is None else total - before,
                on_progress=on_progress and (lambda now, _: on_progress(before + now, total)),
                rescue=rescue,
            )
            for result in rest:
                _keep(kept, result)
                yield result

    def _map_groups(
        self,
        path: Path,
        function: Callable[[Key, Sequence[Item]], Result],
        keyed: Iterable[tuple[Key, Item]],
        on_progress: OnProgress | None,
        rescue: Rescue | None,
    ) -> Iterator[tuple[Key, Result]]:
        before, last = 0, None
        with _results(path) as kept:
            for key, result in _kept(kept):
                before, last = before + 1, key
                yield key, result
            # Groups come sorted by key, so what is not done yet lies behind the last.
            found = self._inner.map_groups(
                function,
                ((key, value) for key, value in keyed if last is None or key > last),
                on_progress=on_progress and (lambda now, of: on_progress(before + now, before + (of or 0))),
                rescue=rescue,
            )
            for pair in found:
                _keep(kept, pair)
                yield pair

    def _path(self, function: Callable[..., object]) -> Path | None:
        """Return the file of the next call, None while no run has begun."""
        if self._calls is None:
            return None
        self._calls += 1
        return self._folder / f"{self._calls:03}-{function_name(function)}{_DONE}"

    def _take(self) -> None:
        """Let nobody else use the folder until this process ends, however it ends."""
        self._lock = _opened(self._folder / _LOCK)
        try:
            import fcntl
        except ImportError:  # not on every system
            return
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EngineError(
                "another run is using it; wait for its end or give another folder", file=str(self._folder)
            ) from error


def _check_owner(folder: Path) -> None:
    """Raise EngineError where somebody else could have put a result: reading one can run what is in it.

    An empty folder of this user is closed to others instead.
    """
    if not hasattr(os, "geteuid"):  # not on every system
        return
    found = [folder, *folder.iterdir()]
    if len(found) == 1 and folder.stat().st_uid == os.geteuid():
        folder.chmod(0o700)
    for path in found:
        status = path.stat() if path is folder else path.lstat()
        name = "it" if path is folder else path.name
        if status.st_uid != os.geteuid():
            raise EngineError(f"{name} belongs to another user; give a folder of your own", file=str(folder))
        if stat.S_ISLNK(status.st_mode) or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise EngineError(
                f"others may write to {name}; give a new folder, or remove this one to begin anew",
                file=str(folder),
            )


def _check(folder: Path, run: Mapping[str, str]) -> None:
    """Write what the run is made of into a new folder; raise EngineError when an old one keeps another."""
    about = folder / _ABOUT
    try:
        known = json.loads(about.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if others := sorted(path.name for path in folder.iterdir() if path.name != _LOCK):
            raise EngineError(
                f"holds other files ({others[0]}); give a new or an empty folder", file=str(folder)
            ) from None
        temporary = folder / f"{_ABOUT}{_DONE}"
        with _opened(temporary) as file:
            file.truncate(0)
            file.write(json.dumps(dict(run)).encode())
        temporary.replace(about)
        return
    except ValueError:
        known = {}
    other = [name for name in run if known.get(name) != run[name]]
    if other:
        raise EngineError(
            f"keeps the work of a run with other {' and other '.join(other)}; give another folder, "
            "or remove it to begin anew",
            file=str(folder),
        )


def _opened(path: Path) -> IO[bytes]:
    """Open a file to read and to append; nobody else may touch it."""
    return open(path, "a+b", opener=lambda name, flags: os.open(name, flags, 0o600))  # noqa: PTH123


@contextmanager
def _results(path: Path) -> Iterator[IO[bytes]]:
    """Open the file of a call. Raises EngineError when it cannot be made or its end not be written.

    What could not be written is written again when the file is closed; that must not hide what went wrong.
    """
    try:
        file = _opened(path)
    except OSError as error:
        raise _not_kept(error, path) from error
    try:
        yield file
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    try:
        file.close()
    except OSError as error:
        raise _not_kept(error, path) from error


def _kept(file: IO[bytes]) -> Iterator[Any]:
    """Yield the results of a file and leave it at the end of the last whole one, the rest cut off."""
    end = file.seek(0)
    while (data := read_frame(file)) is not None:
        end = file.tell()
        yield unpack(data)
        file.seek(end)
    file.seek(end)
    file.truncate()


def _keep(file: IO[bytes], result: object) -> None:
    try:
        write_frame(file, pack(result))
        file.flush()  # a killed process loses nothing that was handed to the system
    except OSError as error:
        raise _not_kept(error, file.name) from error


def _not_kept(error: OSError, path: str | Path) -> EngineError:
    return EngineError(
        f"the work cannot be kept: {error.strerror}; free some space and run again", file=str(path)
    )
