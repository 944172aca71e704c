"""A day of watching five invented feeds, in seconds and offline: ``python -m variorum.watch.demo FOLDER``.

The feeds come with the program (``example/feeds``) and are served on this machine alone, as they were at each
hour; the clock is moved from one hour to the next. Everything else is what ``variorum watch`` does.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from msgspec.structs import replace

from variorum.errors import InputError
from variorum.events.out import digest, lines
from variorum.model import DeskEvent
from variorum.settings import WATCH
from variorum.store.watched import FeedState
from variorum.watch.feeds import read_subscriptions
from variorum.watch.polling import Watch
from variorum.watch.records import Clock, stamp

_TYPES = {"xml": "application/rss+xml", "json": "application/feed+json"}
_DAY = datetime(2026, 3, 2, tzinfo=UTC)
_DOWN = "/mercury/"  # the server that is out of order all day


class _Site:
    """What the invented outlets have at a moment: the latest of each file, of the hours that have passed."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self.hours = sorted(one.name for one in folder.iterdir() if one.name.isdigit())
        self.now = self.moment(self.hours[0])

    @staticmethod
    def moment(hour: str) -> datetime:
        """Return the moment that the folder of an hour is called by."""
        return _DAY.replace(hour=int(hour[:2]), minute=int(hour[2:]))

    def answer(self, path: str) -> bytes | None:
        """Return a file as it is now; None where there is none."""
        parts = [one for one in path.split("/") if one not in ("", ".", "..")]
        for hour in reversed(self.hours):
            if self.moment(hour) <= self.now:
                there = self.folder.joinpath(hour, *parts)
                if there.is_file():
                    return there.read_bytes()
        return None


@contextmanager
def _served(site: _Site) -> Iterator[str]:
    """Serve a site on loopback, and yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.answer(self.path)
            status = 503 if self.path.startswith(_DOWN) else 404 if body is None else 200
            tag = f'"{sha256(body or b"").hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            self.send_response(status)
            self.send_header(
                "Content-Type", _TYPES.get(self.path.rpartition(".")[2], "text/html; charset=utf-8")
            )
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *given: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _clock(site: _Site) -> Clock:
    async def pause(seconds: float) -> None:
        return None

    return Clock(now=lambda: site.now, sleep=lambda seconds: None, pause=pause)


def run(folder: Path) -> list[DeskEvent]:
    """Watch the example's day into ``folder``, which must not hold a store yet; print what happens.

    Returns the events. Raises InputError when there is a store already.
    """
    store = folder / "desk.db"
    if store.exists():
        raise InputError("is there already; remove it, or name another folder", file=str(store))
    folder.mkdir(parents=True, exist_ok=True)
    site = _Site(files("variorum") / "example" / "feeds")
    limits = replace(WATCH, interval=0.0)
    with _served(site) as here, Watch(
        store, clock=_clock(site), allow_private=True, annotator="rules", workers=1, watch=limits
    ) as watch:  # fmt: skip
        opml = (site.folder / "feeds.opml").read_text(encoding="utf-8").replace("{here}", here)
        watch.subscribe(read_subscriptions(opml.encode()))
        seen: list[DeskEvent] = []
        for hour in site.hours:
            site.now = site.moment(hour)
            list(watch.rounds(once=True))
            if not seen:
                draft = (site.folder / "draft.md").read_text(encoding="utf-8")
                watch.desk.follow_draft(draft, "draft.md")
            new = list(watch.desk.events_since(seen[-1].id if seen else None))
            seen += new
            _print_hour(site.now, new)
        _print_feeds([row.feed for row in watch.store.feeds()])
        told = digest.digest(watch.store, seen, seen[0].at, stamp(site.now))
        (folder / "events.html").write_bytes(digest.html(told))
    (folder / "events.jsonl").write_bytes(b"".join(line + b"\n" for line in lines.json_lines(seen)))
    return seen


def _print_hour(now: datetime, events: list[DeskEvent]) -> None:
    print(f"{now:%H:%M}")
    for one in events:
        print(f"  {one.said}")


def _print_feeds(feeds: list[FeedState]) -> None:
    print("Feeds")
    for feed in feeds:
        print(f"  {feed.health:8} {feed.given}{f': {feed.words}' if feed.words else ''}")


def main() -> None:
    """Run the example into the folder that is named."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo-watch")
    try:
        run(folder)
    except InputError as error:
        sys.exit(str(error))
    print(f"Written: {folder / 'events.html'}, {folder / 'events.jsonl'}, and the store {folder / 'desk.db'}")
    print(f"See it all:  variorum serve --store {folder / 'desk.db'}")


if __name__ == "__main__":
    main()
