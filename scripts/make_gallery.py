"""Makes the pictures of the docs anew: of the bundled example, and of the tutorial's three reports.

python scripts/make_gallery.py            needs Chromium ($CHROMIUM or on the path) and the tools for tests
Look at each before it is committed.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

import variorum
from variorum.checking.drafts import read_drafts
from variorum.checking.writers import html as verdicts
from variorum.outputs import writer
from variorum.settings import ReadSettings

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
EXAMPLE = files("variorum") / "example"
_FILE = re.compile(r"```\{code-block\} text\n:caption: (\S+)\n(.*?)```", re.DOTALL)
# Picture: what of which page, how wide, how high at most, dark.
PICTURES = {
    "page": ("example", "", 1180, 1260, False),
    "utterances": ("example", ".utterances", 1280, 820, False),
    "facts": ("example", ".facts", 1280, 680, False),
    "names": ("example", ".names", 1280, 820, False),
    "reports": ("example", ".reports", 1280, 820, False),
    "dark": ("example", "", 1280, 800, True),
    "phone": ("example", "", 390, 844, False),
    "tutorial": ("tutorial", "", 1280, 820, False),
    "check": ("verdicts", "", 1000, 900, False),
}


def main() -> None:
    """Write every picture."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        _pages(folder)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for picture in sys.argv[1:] or PICTURES:
            _shoot(browser, folder, picture)
        browser.close()


def _pages(folder: Path) -> None:
    """Write the pages that are pictured."""
    for name, text in _FILE.findall((ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")):
        path = folder / "tutorial" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    example = str(EXAMPLE / "reports")
    for name, reports in (("example", example), ("tutorial", str(folder / "tutorial" / "reports"))):
        found = variorum.compare(reports)
        writer("html")(found.collations, found.articles, folder / f"{name}.html")
    drafts = read_drafts([str(EXAMPLE / "draft.md")], ReadSettings())
    drafts = [type(one)(name="draft.md", article=one.article, before=one.before) for one in drafts]
    result = variorum.checks.check_drafts(drafts, against=example)
    (folder / "verdicts.html").write_text(verdicts.render(result, drafts), encoding="utf-8")


def _shoot(browser: Browser, folder: Path, picture: str) -> None:
    page_name, part, width, height, dark = PICTURES[picture]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.goto((folder / f"{page_name}.html").as_uri())
    if part:
        page.locator(part).first.evaluate("element => element.scrollIntoView({block: 'start'})")
        page.wait_for_timeout(200)
    page.screenshot(path=IMAGES / f"{picture}.png")
    context.close()
    print(IMAGES / f"{picture}.png")


if __name__ == "__main__":
    main()
