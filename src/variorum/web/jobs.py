"""Reports that were sent are added one batch after the other, in a thread that tells how far it is."""

from __future__ import annotations

import logging
import queue
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from variorum.errors import VariorumError, in_one_line
from variorum.scratch import Scratch
from variorum.settings import SERVE
from variorum.web.problems import Problem

if TYPE_CHECKING:
    from variorum.desk import Added, Desk
    from variorum.web.calls import Upload

_log = logging.getLogger("variorum.serve")
JobState = Literal["waiting", "working", "done", "failed"]


class NotAdded(Struct, frozen=True, kw_only=True):
    """A file or record that could not be used, and why."""

    file: str
    reason: str


class Job(Struct, frozen=True, kw_only=True):
    """A batch of files on its way into the store.

    kept: reports that are in the store now; known: that were before; versions: of pages that were known.
    collated: stories brought up to date, the last of them; left_out: files not read beyond those told.
    problem: why it failed as a whole.
    """

    id: str
    files: tuple[str, ...]
    state: JobState = "waiting"
    step: str = "waiting"
    kept: int = 0
    known: int = 0
    versions: int = 0
    collated: int = 0
    total: int | None = None
    articles: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    rejects: tuple[NotAdded, ...] = ()
    left_out: int = 0
    problem: str | None = None


class Jobs:
    """The batches: one thread works on them. Close it, or use it as a context manager."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._waiting: queue.Queue[tuple[str, Sequence[Upload]] | None] = queue.Queue(SERVE.waiting)
        self._lock = threading.Lock()
        self._scratch = Scratch()
        self.folder = self._scratch.path
        self._thread = threading.Thread(target=self._work, name="variorum-add", daemon=True)
        self._ending = False
        self._thread.start()

    def close(self) -> None:
        """Stop after the report at hand; what is acknowledged is in the store, what was sent is forgotten."""
        self._ending = True
        with suppress(queue.Full):  # then the thread sees that this ends before it takes the next one
            self._waiting.put_nowait(None)
        self._thread.join(SERVE.patience)
        self._scratch.close()

    def submit(self, files: Sequence[Upload]) -> Job:
        """Take a batch; it comes to its turn. Raises Problem when too many wait."""
        job = Job(id=secrets.token_hex(8), files=tuple(one.name for one in files))
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > SERVE.jobs:
                self._jobs.popitem(last=False)
        try:
            self._waiting.put_nowait((job.id, files))
        except queue.Full:
            with self._lock:
                self._jobs.pop(job.id, None)
            _remove(files)
            raise Problem(503, "too many reports are waiting to be added", retry_after=10) from None
        return job

    def get(self, id: str) -> Job | None:
        """Return a batch as it stands; None when it is not known, or forgotten."""
        with self._lock:
            return self._jobs.get(id)

    def latest(self) -> list[Job]:
        """Return the batches that are remembered, the latest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def _note(self, id: str, **changes: object) -> None:
        with self._lock:
            if id in self._jobs:
                self._jobs[id] = replace(self._jobs[id], **changes)

    def _work(self) -> None:
        while (item := self._waiting.get()) is not None and not self._ending:
            id, files = item
            self._note(id, state="working", step="reading")
            try:
                self._add(id, files)
            except VariorumError as error:
                self._note(id, state="failed", problem=error.message)
            except Exception as error:
                _log.exception("a batch could not be added")
                self._note(id, state="failed", problem=in_one_line(error))
            finally:
                _remove(files)

    def _add(self, id: str, files: Sequence[Upload]) -> None:
        names = {str(one.path): one.name for one in files}
        for event in self._desk.add(*(one.path for one in files), names=names):
            job = self.get(id)
            if job is not None:
                with self._lock:
                    self._jobs[id] = after(job, event, names)
            if self._ending:
                return
        self._note(id, state="done", step="done")


def after(job: Job, event: Added, names: dict[str, str]) -> Job:
    """Return the batch as it stands after ``event``. names: what senders called the files, by their paths."""
    if event.step in ("kept", "known"):
        told = job.articles if len(job.articles) >= SERVE.told else (*job.articles, event.article or "")
        more = {"kept": job.kept + 1} if event.step == "kept" else {"known": job.known + 1}
        return replace(
            job,
            step="reading",
            articles=told,
            versions=job.versions + event.version,
            total=event.total,
            **more,
        )
    if event.step == "rejected" and event.reject is not None:
        if len(job.rejects) >= SERVE.rejects:
            return replace(job, left_out=job.left_out + 1)
        one = event.reject
        told_as = names.get(one.file, Path(one.file).name)
        return replace(job, rejects=(*job.rejects, NotAdded(file=told_as, reason=one.reason)))
    if event.step == "grouped":
        return replace(job, step="comparing")
    if event.step == "collated" and event.story is not None:
        stories = job.stories if len(job.stories) >= SERVE.told else (*job.stories, event.story)
        return replace(job, step="comparing", collated=job.collated + 1, stories=stories, total=event.total)
    return job


def _remove(files: Sequence[Upload]) -> None:
    for one in files:
        one.path.unlink(missing_ok=True)
