"""The desk in a browser, as somebody uses it who has never seen it."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from variorum.desk import Desk
from variorum.web.app import application
from variorum.web.guard import Access
from variorum.web.server import bound

REPORTS = Path(__file__).parent / "reports" / "bridge"
FIRST = ("osterby-post", "lenn-valley-radio", "northern-courier")
Visit = Callable[..., Page]
# Pages are made afresh by a server that shares the machine with the browser.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with three reports of one accident."""
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    reports = path.parent / ("a-name-that-has-no-place-to-break-" * 4)
    shutil.copytree(REPORTS, reports)
    with Desk(path, annotator="rules", workers=1) as desk:
        list(desk.add(*(reports / f"{name}.html" for name in FIRST)))
    return path


class Running:
    """The desk on a socket, as ``variorum serve`` has it there."""

    def __init__(self, store: Path) -> None:
        self.desk = Desk(store, annotator="rules", workers=1)
        self._socket: socket.socket = bound("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        app = application(self.desk, Access(hosts=frozenset({"127.0.0.1"})))
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(30)
        self._socket.close()
        self.desk.close()


@pytest.fixture
def visit(browser: Browser, filled: Path, tmp_path: Path) -> Iterator[Visit]:
    """Open a page of the desk; at the end nothing was logged, and nothing was asked for elsewhere."""
    running: list[Running] = []
    contexts, complaints = [], []

    def opened(address: str = "/", *, empty: bool = False, width: int = 1280, **options: object) -> Page:
        if not running:
            if not empty:
                for file in filled.parent.glob("desk.db*"):
                    shutil.copy(file, tmp_path)
            running.append(Running(tmp_path / "desk.db"))
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        own = running[0].address
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: asked.url.startswith((own, "data:")) or complaints.append(asked.url))
        page.goto(own + address, timeout=30_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    for one in running:
        one.stop()
    assert complaints == []


def to_the_story(page: Page) -> None:
    page.goto("/".join(page.url.split("/")[:3]))
    page.get_by_role("link", name="Footbridge over the Lenn").click()
    expect(page.locator(".story-head")).to_be_visible()
    page.wait_for_load_state()  # before that no key is heard


def confirm_the_first(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator(".card.confirmed")).to_be_visible()
    page.wait_for_load_state()


def card(page: Page, words: str):
    return page.locator(".differences > .card", has_text=words)


def drop(page: Page, *names: str) -> None:
    page.locator(".site").get_by_role("link", name="Add reports").click()
    page.set_input_files("#files", [REPORTS / f"{name}.html" for name in names])
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#job[data-state=done]")).to_be_visible(timeout=60_000)


def test_a_newcomers_half_hour(visit):
    page = visit(empty=True)
    expect(page.locator(".empty")).to_contain_text("Nothing here yet")
    drop(page, *FIRST)
    expect(page.locator("#job")).to_contain_text("3 new reports")
    page.get_by_role("link", name="Footbridge over the Lenn").click()
    expect(page.locator(".headline")).to_contain_text("3 reports")
    assert page.locator(".differences > .card").count() == 4

    # A speaker is put right: the Courier gives the engineer's words to the mayor.
    wrong = card(page, "one report to Tobias Renn")
    wrong.get_by_role("link", name="All readings").click()
    said = page.locator(".utterance", has=page.locator("details.put-right")).first
    said.get_by_text("Put right").click()
    for box in said.locator("fieldset label", has_text="Tobias Renn").locator("input").all():
        box.check()
    said.get_by_label("said by").fill("Sunniva Arkell")
    said.get_by_role("button", name="Set speaker").click()
    expect(card(page, "one report to Tobias Renn")).to_have_count(0)

    # A line is dismissed, another one confirmed, with the keyboard.
    card(page, "end of July").focus()
    page.keyboard.press("d")
    expect(card(page, "end of July")).to_have_count(0)
    expect(page.locator(".dismissed summary")).to_contain_text("Dismissed 1")
    page.wait_for_load_state()
    card(page, "negation").focus()
    page.keyboard.press("c")
    expect(card(page, "negation")).to_contain_text("Confirmed")

    # A fourth report comes: what was decided stands, and the brief says so.
    drop(page, "harbour-gazette")
    to_the_story(page)
    expect(page.locator(".headline")).to_contain_text("4 reports")
    expect(card(page, "one report to Tobias Renn")).to_have_count(0)
    expect(card(page, "end of July")).to_have_count(0)
    expect(card(page, "negation")).to_contain_text("Confirmed")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Markdown").click()
    brief = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert "the bridge would **not** carry twice the load" in brief
    assert "Confirmed" in brief
    assert "1 difference dismissed" in brief


def test_keys_walk_decide_and_undo(visit):
    page = visit()
    to_the_story(page)
    cards = page.locator(".differences > .card")
    first = cards.nth(0).get_attribute("id")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator(f"[id='{first}'].confirmed")).to_be_visible()
    expect(page.locator(f"[id='{first}'].confirmed")).to_be_focused()
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.locator(f"[id='{first}']:not(.confirmed)")).to_be_focused()
    page.wait_for_load_state()
    page.keyboard.press("n")
    page.keyboard.type("ask the city, c d u")
    page.locator(f"[id='{first}']").get_by_role("button", name="Keep the note").click()
    expect(page.locator(f"[id='{first}']")).to_contain_text("ask the city, c d u")
    page.wait_for_load_state()
    page.locator(f"[id='{first}']").focus()
    page.keyboard.press("s")
    assert page.evaluate("document.activeElement.name") == "speaker"
    page.keyboard.press("Escape")
    page.locator(".report-list a").first.click()
    page.keyboard.press("m")
    expect(page.locator("h1")).to_have_text("Move a report")
    page.get_by_role("button", name="A story of its own").click()
    expect(page.locator(".headline")).to_contain_text("2 reports")


def test_what_is_decided_can_be_filtered_by(visit):
    page = visit()
    to_the_story(page)
    cards = page.locator(".differences > .card").locator("visible=true")
    confirm_the_first(page)
    page.select_option("#filter-mine", "done")
    expect(cards).to_have_count(1)
    page.select_option("#filter-mine", "open")
    expect(cards).to_have_count(3)


def test_files_are_dropped_on_the_page(visit):
    page = visit("/add")
    text = (REPORTS / "harbour-gazette.html").read_text(encoding="utf-8")
    page.evaluate(
        """(text) => {
          const given = new DataTransfer();
          given.items.add(new File([text], "harbour-gazette.html", { type: "text/html" }));
          for (const name of ["dragover", "drop"])
            dispatchEvent(new DragEvent(name, { dataTransfer: given, bubbles: true, cancelable: true }));
        }""",
        text,
    )
    expect(page.locator("#job")).to_contain_text("1 new report", timeout=60_000)


def test_all_can_be_read_and_decided_without_script(visit):
    page = visit(java_script_enabled=False)
    page.get_by_role("link", name="Footbridge over the Lenn").click()
    line = card(page, "end of July")
    assert "according to the city" in line.inner_text()
    assert page.locator(".report .body").first.is_visible()
    line.get_by_role("button", name="Dismiss").click()
    assert card(page, "end of July").count() == 0
    page.locator(".dismissed summary").click()
    page.locator(".dismissed").get_by_role("button", name="Undo").click()
    assert card(page, "end of July").count() == 1


def pages_of(page: Page) -> list[str]:
    base = "/".join(page.url.split("/")[:3])
    story = page.evaluate("fetch('/api/v1/stories').then(a => a.json()).then(a => a.items[0].id)")
    found = page.evaluate(f"fetch('/api/v1/stories/{story}').then(a => a.json())")["collation"]
    article, utterance = found["articles"][0]["id"], found["utterances"][0]["id"]
    own = [
        "/",
        "/search?words=bridge",
        "/search?words=load&in=quotations",
        "/people",
        "/people/Sunniva%20Arkell",
    ]
    own += ["/events?show=all", "/feeds"]
    own += ["/changed", "/decisions", "/check", "/add", f"/stories/{story}", f"/articles/{article}"]
    own += [f"/articles/{article}/versions", f"/articles/{article}?layers=names,figures,quotations,furniture"]
    own += [f"/stories/{story}/move?article={article}", f"/stories/{story}/join?utterance={utterance}"]
    return [base + one for one in own]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(visit, width, scheme):
    page = visit(width=width, color_scheme=scheme)
    page.evaluate("fetch('/').then(a => a.text())")
    to_the_story(page)
    confirm_the_first(page)
    for address in pages_of(page)[:: 1 if width > 1000 else 2]:
        page.goto(address)
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        faults = [
            f"{address}: {one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
            for one in Axe().run(page).response["violations"]
        ]
        assert faults == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_on_paper_stand_the_words_and_what_was_decided_but_no_buttons(visit):
    page = visit()
    to_the_story(page)
    confirm_the_first(page)
    page.emulate_media(media="print")
    for hidden in ("form.decide", ".site nav", ".tools", ".do-undo", ".put-right"):
        assert page.locator(hidden).locator("visible=true").count() == 0, hidden
    assert page.locator(".card.confirmed .decided").is_visible()
    assert page.locator(".card .sides").first.is_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 4
