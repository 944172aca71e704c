"""Draw the pictures of docs/half-hour.md: the desk in Chromium, with the reports that its browser test drops.

python scripts/make_half_hour.py
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.test_desk import FIRST, REPORTS, Running, card, drop, to_the_story  # noqa: E402

IMAGES = ROOT / "docs" / "images"


def draw(page: Page, name: str, *, height: int = 0) -> None:
    """Keep what the window shows, from its top to ``height`` pixels."""
    size = page.viewport_size or {"width": 1000, "height": 720}
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"]}
    page.screenshot(path=IMAGES / f"half-hour-{name}.png", clip=clip)


def half_hour(page: Page) -> None:
    """Go through the half hour, a picture at each step."""
    page.locator(".site").get_by_role("link", name="Add reports").click()
    page.set_input_files("#files", [REPORTS / f"{name}.html" for name in FIRST])
    draw(page, "add", height=430)
    page.get_by_role("button", name="Add").click()
    page.locator("#job[data-state=done]").wait_for(timeout=60_000)
    to_the_story(page)
    draw(page, "story")
    card(page, "one report to Tobias Renn").get_by_role("link", name="All readings").click()
    said = page.locator(".utterance", has=page.locator("details.put-right")).first
    said.get_by_text("Put right").click()
    for box in said.locator("fieldset label", has_text="Tobias Renn").locator("input").all():
        box.check()
    said.get_by_label("said by").fill("Sunniva Arkell")
    said.locator("details.put-right").scroll_into_view_if_needed()
    draw(page, "speaker")
    said.get_by_role("button", name="Set speaker").click()
    card(page, "negation").focus()
    page.keyboard.press("c")
    page.locator(".card.confirmed").wait_for()
    card(page, "end of July").focus()
    page.keyboard.press("d")
    page.locator(".dismissed").wait_for()
    page.locator(".dismissed summary").click()
    page.locator(".dismissed").scroll_into_view_if_needed()
    draw(page, "decided")
    drop(page, "harbour-gazette")
    to_the_story(page)
    page.locator(".decisions summary").click()
    draw(page, "fourth")


def main() -> None:
    """Draw them all."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        desk = Running(Path(folder) / "desk.db")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 720}, color_scheme="light")
        page.set_default_timeout(30_000)
        page.goto(desk.address)
        try:
            half_hour(page)
        finally:
            browser.close()
            desk.stop()


if __name__ == "__main__":
    main()
