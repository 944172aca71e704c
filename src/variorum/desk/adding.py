"""Adding reports: read, annotated by the engine's workers, and told only when they are on the disk."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

import msgspec
from msgspec.structs import replace

from variorum import engines, formats
from variorum.desk.records import Added
from variorum.formats.records import FILE
from variorum.inputs import Given, sort_out
from variorum.model import AnnotatedArticle, Article, Reject, content_id
from variorum.pipeline import Annotator, annotate_batch, annotate_rescue
from variorum.settings import STORE, Settings
from variorum.store.arrivals import arrival
from variorum.store.base import Arrival, Capture, Made, Store

_BLOCK = 1 << 20
_UNSAFE = re.compile(r"[^\w.() -]+")
_PACK = msgspec.msgpack.Encoder()
_UNPACK = msgspec.msgpack.Decoder(Arrival)


def arrivals_batch(
    articles: Sequence[Article], *, settings: Settings, annotator: Annotator, made: Made
) -> list[bytes | Reject]:
    """Return each article annotated and ready to be kept, as bytes, or why it could not be; for workers."""
    from variorum.stories import rare_words

    found = annotate_batch(articles, settings=settings.annotate, annotator=annotator)
    good = [one for one in found if not isinstance(one, Reject)]
    words = iter(rare_words([one.article for one in good], settings.group) if good else ())
    return [one if isinstance(one, Reject) else _PACK.encode(_ready(one, made, next(words))) for one in found]


def _ready(annotated: AnnotatedArticle, made: Made, words: tuple[float | None, tuple[int, ...]]) -> Arrival:
    day, terms = words
    return arrival(annotated, made, day=day, terms=terms)


class Adding:
    """One call of ``Desk.add``.

    given: see ``Corpus``. now: the clock. capture: of the only file, where its bytes were handed over.
    names: what files are called, by their paths, where they lie under other names.
    """

    def __init__(
        self,
        store: Store,
        given: Iterable[Given],
        *,
        made: Made,
        annotator: Annotator,
        settings: Settings,
        now: Callable[[], str],
        capture: Capture | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self._store = store
        self._paths, self._articles = sort_out(given)
        self._made = made
        self._annotator = annotator
        self._settings = settings
        self._now = now
        self._only = capture
        self._names = {Path(path).name: name for path, name in (names or {}).items()}
        self._reading = formats.ReadProgress()
        self._captures: dict[str, Capture] = {}
        self._told: deque[Added] = deque()
        self._done = 0

    def run(self, engine: engines.Engine) -> Iterator[Added]:
        """Yield what becomes of each report; what is told as kept is on the disk."""
        run = partial(arrivals_batch, settings=self._settings, annotator=self._annotator, made=self._made)
        for found in engine.map(run, self._batches(), rescue=annotate_rescue(self._annotator)):
            yield from self._told_so_far()
            yield from self._keep(found)
        yield from self._told_so_far()

    def _told_so_far(self) -> Iterator[Added]:
        while self._told:
            yield self._told.popleft()

    def _batches(self) -> Iterator[list[Article]]:
        """Yield the articles to annotate, in batches of 1, 2, 4 ... so that the first is there soon."""
        size = 1
        reading = self._read()
        while batch := list(islice(reading, size)):
            size = min(self._settings.annotate.batch, 2 * size)
            known = self._store.known(batch)
            for one in batch:
                if one.id in known:
                    self._done += 1
                    self._told.append(self._event("known", article=known[one.id], title=one.title))
            if new := [one for one in batch if one.id not in known]:
                yield new

    def _read(self) -> Iterator[Article]:
        files = formats.read(self._paths, settings=self._settings.read, progress=self._reading)
        held = formats.held(self._articles, settings=self._settings.read, progress=self._reading)
        for item in chain(files, held):
            if not isinstance(item, Reject):
                yield self._named(item)
            elif not self._of_store(item.file):
                self._told.append(self._event("rejected", reject=item))

    def _named(self, article: Article) -> Article:
        """Return an article with the name that people know its file by."""
        known = self._names.get(str(article.extra.get(FILE)))
        return article if known is None else replace(article, extra={**article.extra, FILE: known})

    def _of_store(self, name: str) -> bool:
        """Tell whether a file is the store's own, which may lie among the reports."""
        own = self._store.path
        return (
            own is not None
            and Path(name).absolute().is_relative_to(own.absolute().parent)
            and (Path(name).name in (own.name, f"{own.name}-wal", f"{own.name}-shm"))
        )

    def _keep(self, found: Sequence[bytes | Reject]) -> Iterator[Added]:
        arrivals: list[Arrival] = []
        captures: dict[str, Capture] = {}
        for item in found:
            if isinstance(item, Reject):
                yield self._event("rejected", reject=self._placed(item))
                continue
            ready = _UNPACK.decode(item)
            capture, line = self._capture_of(ready.article)
            captures[capture.id] = capture
            arrivals.append(replace(ready, capture=capture.id, line=line))
        if not arrivals:
            return
        kept = self._store.keep(list(captures.values()), arrivals)
        for one, arrived in zip(kept, arrivals, strict=True):
            self._done += 1
            step = "known" if one.state == "known" else "kept"
            title = arrived.article.title
            yield self._event(step, article=one.article, title=title, version=one.state == "version")

    def _event(self, step: str, **values: object) -> Added:
        return Added(step=step, done=self._done, total=self._reading.expected(self._done), **values)  # type: ignore[arg-type]

    def _placed(self, reject: Reject) -> Reject:
        place = self._reading.place(reject.id or "")
        return reject if place is None or reject.line else replace(reject, file=place[0], line=place[1])

    def _capture_of(self, article: Article) -> tuple[Capture, int | None]:
        """Return the capture of the file that an article was read from, and its line there."""
        name, line = self._reading.place(article.id) or (formats.GIVEN, None)
        if self._only is not None:
            return self._only, line
        if name not in self._captures:
            digest, size = (None, None) if name in (formats.GIVEN, "-") else _digest(Path(name))
            shown = self._names.get(Path(name).name, name)
            self._captures[name] = captured(shown, self._now(), self._made, digest, size)
        return self._captures[name], line


def captured(name: str, at: str, made: Made, digest: str | None, size: int | None) -> Capture:
    """Return a capture as of now."""
    return Capture(
        id=content_id("c", name, digest, at), name=name, at=at, made=made, sha256=digest, size=size
    )


def _digest(path: Path) -> tuple[str | None, int | None]:
    digest, size = sha256(), 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
    except OSError:
        return None, None
    return digest.hexdigest(), size


def in_a_file(data: bytes, name: str, folder: Path) -> Path:
    """Write what was handed over into ``folder``, under a harmless form of its name, and return the path."""
    bare = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(". ")[-STORE.name :]
    path = folder / (bare or "report.txt")
    path.write_bytes(data)
    return path


def reannotated(
    store: Store, engine: engines.Engine, *, made: Made, annotator: Annotator, settings: Settings
) -> Iterator[Added]:
    """Annotate again what was annotated otherwise, and yield each article when that is on the disk."""
    waiting = store.outdated(made)
    size = settings.annotate.batch
    run = partial(arrivals_batch, settings=settings, annotator=annotator, made=made)
    batches = (
        [one.article for one in store.annotated(waiting[start : start + size])]
        for start in range(0, len(waiting), size)
    )
    done = 0
    for found in engine.map(run, batches, rescue=annotate_rescue(annotator)):
        ready = [_UNPACK.decode(one) for one in found if not isinstance(one, Reject)]
        store.reannotate(ready)
        done += len(found)
        for one in found:
            if isinstance(one, Reject):
                yield Added(step="rejected", done=done, total=len(waiting), article=one.id, reject=one)
        for arrived in ready:
            yield Added(step="kept", done=done, total=len(waiting), article=arrived.article.id)
