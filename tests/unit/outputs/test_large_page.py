"""A page of very many reports, or of very long lines about them: small, whole, and in order."""

from __future__ import annotations

import base64
import json
import re
import zlib
from functools import cache

import pytest
from benchmarks.one_story import reports
from msgspec.structs import replace
from tests.browser import sample

from variorum.outputs import html, templates
from variorum.pipeline import annotate_article, collate_story


@cache
def crowd(count: int):
    annotated = [annotate_article(article) for article in reports(count)]
    return collate_story("crowd", annotated), {one.article.id: one for one in annotated}


def unpacked(page: str) -> str:
    """Return the page with every kept part in its place, as its script puts it there."""
    kept = {
        key: json.loads(zlib.decompress(base64.b64decode(data)))
        for key, data in re.findall(r'<script type="text/plain" id="packed-(\w+)">([^<]*)</script>', page)
    }
    page = re.sub(r'<script type="text/plain".*?</script>\n', "", page)
    place = re.compile(r'<span class="later[^"]*" data-later="(\w+):(\d+)"></span>')
    while place.search(page):
        page = place.sub(lambda found: kept[found[1]][int(found[2])], page)
    return page


def test_what_is_packed_is_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    collation, articles = crowd(30)
    plain = html.render([collation], articles)
    monkeypatch.setattr(templates, "_MANY_READINGS", 0)
    packed = html.render([collation], articles)
    whole = unpacked(packed)
    assert "data-later" not in plain
    for pattern in (r' id="([^"]+)"', r' href="(#[^"]+)"', r' data-places="([^"]+)"'):
        assert sorted(set(re.findall(pattern, whole))) == sorted(set(re.findall(pattern, plain)))
    assert len(packed) < 0.7 * len(plain)
    for one in collation.discrepancies:  # what matters can be read without scripts
        assert one.id in packed
    assert packed == html.render([collation], articles)


def test_many_reports_are_counted_and_not_given_a_column_each() -> None:
    collation, articles = crowd(30)
    page = html.render([collation], articles)
    assert "<table>" not in page
    assert re.search(r"carries it</?[^(]*\(\d+\)|carries it \(\d+\)", page)
    assert page.index("22 more reports") < page.index("Differences</h3>")


def test_lines_beyond_all_measure_are_cut_and_said() -> None:
    collation, articles = sample.silo()
    long = "Grain silo " * 20_000
    summaries = tuple(replace(one, title=long, outlet=long, byline=long) for one in collation.articles)
    page = html.render([replace(collation, articles=summaries)], articles)
    assert len(page) < 400_000
    assert "[220,000 characters]" in page


@pytest.mark.parametrize("sign", ["\x9b", "\u061c", "\u202e", "\u2068", "\u206a", "\U000e0041", "\U000e0001"])
def test_signs_that_act_unseen_are_printed_as_their_number(sign: str) -> None:
    collation, articles = sample.silo()
    summaries = tuple(
        replace(one, title=f"Silo{sign}s", outlet=f"Out{sign}let") for one in collation.articles
    )
    page = html.render([replace(collation, articles=summaries)], articles)
    assert sign not in page
    assert f"U+{ord(sign):04X}" in page


def test_the_flags_of_england_scotland_and_wales_stay_flags() -> None:
    collation, articles = sample.silo()
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    summaries = tuple(replace(one, title=f"Silo {flag}") for one in collation.articles)
    assert flag in html.render([replace(collation, articles=summaries)], articles)
