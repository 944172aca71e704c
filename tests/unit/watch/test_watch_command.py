"""``variorum watch`` on the command line, against a server on loopback."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.commands import VARIORUM, run
from tests.watched import page, rss

from variorum import held
from variorum.store import open_store

SLOW = 60.0  # seconds that a page of the server takes which is slow; nobody waits for it


class Site:
    """A server with a feed of two pages; ``/slow`` begins an answer and does not end it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.begun, self.over = threading.Event(), threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.agents.add(self.headers["User-Agent"])
                self.send_response(404 if self.path not in site.bodies else 200)
                self.end_headers()
                if self.path == "/slow":
                    site.begun.set()
                    site.over.wait(SLOW)
                self.wfile.write(site.bodies.get(self.path, b""))

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        now = datetime.now(UTC)
        links = ({"link": f"{self.url}/{place}", "date": now} for place in ("marram", "quill"))
        self.bodies = {
            "/feed": rss(*links).encode(),
            "/marram": page("Marram").encode(),
            "/quill": page("Quill", count="15").encode(),
            "/slow": b"",
            "/slow-feed": rss({"link": f"{self.url}/slow", "date": now}).encode(),
        }


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.over.set()
    made.server.shutdown()
    made.server.server_close()
    thread.join()


RULES = ("--annotator", "rules", "--workers", "1", "--store", "desk.db")


def test_feeds_are_watched_once_and_how_they_stand_is_shown(site: Site, tmp_path: Path) -> None:
    (tmp_path / "feeds.txt").write_text(f"{site.url}/feed\n{site.url}/none?token=geheim\n", encoding="utf-8")
    done = run("watch", "feeds.txt", "--once", "--allow-private", *RULES, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "2 polled, 2 new, 1 failed" in done.stdout
    assert f"failing: {site.url}/none?token=…: it is not there" in done.stderr
    assert "give --contact" in done.stderr
    assert "geheim" not in done.stdout + done.stderr

    again = run("watch", "--once", "--allow-private", "--contact", "d@quill.example", *RULES, cwd=tmp_path)
    assert (again.returncode, again.stdout) == (0, "")
    assert "nothing is due before" in again.stderr

    health = run("watch", "--health", "--format", "jsonl", "--store", "desk.db", cwd=tmp_path)
    assert health.returncode == 1
    rows = [json.loads(line) for line in health.stdout.splitlines()]
    assert [(row["health"], row.get("code"), row.get("pages", 0)) for row in rows] == [
        ("failing", "http-404", 0),
        ("fine", None, 2),
    ]
    shown = run("watch", "--health", "--store", "desk.db", cwd=tmp_path)
    assert shown.stdout.startswith("failing since 20")
    assert "Marram Lantern" in shown.stdout


def test_what_the_first_round_tells_is_sent_to_a_hook(site: Site, tmp_path: Path) -> None:
    (tmp_path / "hook.key").write_text("0123456789abcdef0123456789abcdef", encoding="utf-8")
    hook = f'[[hook]]\nurl = "{site.url}/hook"\nsecret-file = "hook.key"\n'
    (tmp_path / "rules.toml").write_text(hook, encoding="utf-8")
    given = (f"{site.url}/feed", "--once", "--allow-private", "--rules", "rules.toml")
    done = run("watch", *given, *RULES, cwd=tmp_path)
    assert "1 hooks failed" in done.stdout  # the server takes no posts, and was asked for one


def test_this_machine_is_not_asked_unless_that_is_allowed(site: Site, tmp_path: Path) -> None:
    done = run("watch", f"{site.url}/feed", "--once", *RULES, cwd=tmp_path)
    assert done.returncode == 1
    assert "give --allow-private if that is meant" in done.stderr
    assert site.asked == []
    with open_store(tmp_path / "desk.db") as store:
        (feed,) = store.feeds()
        hosts = store.hosts([site.url])
    assert feed.feed.problem == "private-address"
    assert not hosts  # nothing is held against the host, so the option helps at the next poll


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["none.opml"], "none.opml: cannot be read"),
        (["empty.opml"], "empty.opml: names no feed"),
        (["gopher.opml"], "left out, since only http:// and https:// can be asked: gopher://halden.example/"),
        ([], "there is no such store"),
        (["--health"], "there is no such store"),
        (["--health", "empty.opml"], "give no FEEDS with it"),
    ],
)
def test_what_cannot_be_watched_is_told_with_the_remedy(given: list[str], told: str, tmp_path: Path) -> None:
    (tmp_path / "empty.opml").write_text("<opml version='2.0'><body/></opml>", encoding="utf-8")
    (tmp_path / "gopher.opml").write_text(
        "<opml version='2.0'><body><outline xmlUrl='gopher://halden.example/'/></body></opml>",
        encoding="utf-8",
    )
    done = run("watch", *given, "--once", *RULES, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert not (tmp_path / "desk.db").exists()


def test_a_store_without_feeds_asks_for_some(tmp_path: Path) -> None:
    open_store(tmp_path / "desk.db").close()
    done = run("watch", "--once", *RULES, cwd=tmp_path)
    assert done.returncode == 2
    assert "no feeds are watched in it yet; give a list of feeds" in done.stderr


def test_a_store_that_is_read_only_or_watched_already_says_so(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with open_store(path) as store, store.watching():
        done = run("watch", f"{site.url}/feed", "--once", *RULES, cwd=tmp_path)
        assert done.returncode == 2
        assert "desk.db: somebody else does watch on it already (process " in done.stderr
    assert not held.is_held(path)
    assert list(tmp_path.glob("*.lock")) == []
    assert site.asked == []


def test_ctrl_c_at_any_moment_ends_at_once_and_leaves_a_whole_store(site: Site, tmp_path: Path) -> None:
    """While a server takes its time; what was under way is asked again by the next start."""
    command = [*VARIORUM, "watch", f"{site.url}/feed", f"{site.url}/slow-feed", "--allow-private", "--quiet"]
    with subprocess.Popen([*command, *RULES], cwd=tmp_path, stderr=subprocess.PIPE) as process:
        assert site.begun.wait(SLOW)
        process.send_signal(signal.SIGINT)
        told = time.monotonic()
        _, said = process.communicate(timeout=SLOW / 2)  # far less than the server takes
        took = time.monotonic() - told
    assert process.returncode == 130
    assert said.decode().startswith("variorum: stopped")
    assert took < SLOW / 4  # about 0.1 s on a free machine
    with open_store(tmp_path / "desk.db") as store:
        assert store.verify() == []
        last = store.last_round()
        assert last is not None
        assert not last.done
    site.bodies["/slow-feed"] = rss().encode()
    site.over.set()
    done = run("watch", "--once", "--allow-private", *RULES, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with open_store(tmp_path / "desk.db") as store:
        after = store.last_round()
        assert after is not None
        assert (after.number, after.at, after.done) == (last.number, last.at, True)
        assert store.counts()["article"] >= 2
