"""What is printed of a page with many differences."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.browser import sample

from variorum.outputs import html


@pytest.mark.parametrize("times", [2, 8])
def test_many_differences_stay_on_four_sheets_and_what_is_not_printed_is_said(browser, tmp_path, times):
    collation, articles = sample.silo()
    told = tuple(
        replace(one, id=f"{one.id}-{time}") for time in range(times) for one in collation.discrepancies
    )
    path = Path(tmp_path / "page.html")
    html.write([replace(collation, discrepancies=told)], articles, path)
    page = browser.new_page()
    page.goto(path.as_uri(), timeout=30_000)
    note = page.locator(".on-paper")
    assert note.is_hidden()
    page.emulate_media(media="print")
    assert f"the first 10 of {len(told)} differences" in note.inner_text()
    assert page.locator(".card .sides").locator("visible=true").count() == 10
    assert page.locator(".card").locator("visible=true").count() == min(26, len(told))
    assert 0 < page.pdf(format="A4").count(b"/Type /Page\n") <= 4
    page.close()
