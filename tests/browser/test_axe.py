"""axe-core, the engine of accessibility checkers, on the page as it opens and as it is worked with."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"][:3]
    ]


EVERYWHERE = [(1280, "light"), (390, "light"), (1280, "dark"), (390, "dark")]
OTHERS = [("answered",), ("hostile",), ("silo", "counted", "silo")]


@pytest.mark.parametrize(
    ("names", "width", "scheme"),
    [
        *((("silo",), *how) for how in EVERYWHERE),
        *((names, *how) for names in OTHERS for how in (EVERYWHERE[0], EVERYWHERE[3])),
    ],
)
def test_axe_finds_nothing(open_page, names, width, scheme):
    page = open_page(*names, width=width, color_scheme=scheme)
    if len(names) > 1:
        assert _violations(page) == []
        page.evaluate("location.hash = document.querySelector('.story').id")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert _violations(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_while_one_works_with_it(open_page, width):
    page = open_page("silo", width=width)
    cards = page.locator(".differences > .card")
    cards.nth(0).get_by_role("button", name="Dealt with").click()
    cards.nth(1).get_by_role("button", name="Pin").click()
    cards.nth(1).get_by_role("button", name="Note").click()
    page.get_by_role("button", name="Side by side").click()
    page.evaluate("document.querySelector('.filters').open = true")
    page.fill("#filter-words", "died")
    page.locator(".card a.open").locator("visible=true").first.click()
    assert _violations(page) == []
