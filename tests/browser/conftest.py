"""One browser for all tests of the page; each test has a fresh page that must not complain or connect."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser import sample

from variorum.outputs import html

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, from $CHROMIUM or the path; gone after a file: it holds the event loop that others need."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is needed for these tests: install it or set CHROMIUM to its path"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Write the page of the named stories of the sample, once."""
    folder = tmp_path_factory.mktemp("pages")
    written: dict[tuple[str, ...], Path] = {}

    def write(*names: str) -> Path:
        if names not in written:
            collations, articles = [], {}
            for name in names:
                collation, its_articles = getattr(sample, name)()
                collations.append(collation)
                articles |= its_articles
            written[names] = folder / f"{len(written)}.html"
            html.write(collations, articles, written[names])
        return written[names]

    return write


@pytest.fixture
def open_page(browser: Browser, page_file: Callable[..., Path]) -> Iterator[Open]:
    """Open the page of the named stories; at the end no error was logged and nothing was requested."""
    contexts, complaints = [], []

    def opened(*names: str, width: int = 1280, hash: str = "", **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5_000)
        path = page_file(*names)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request", lambda request: request.url.startswith(path.as_uri()) or complaints.append(request.url)
        )
        page.goto(path.as_uri() + hash, timeout=30_000)  # a busy machine opens late
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
