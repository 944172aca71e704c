"""A wheel has the templates of the page compiled; they give the page that the templates themselves give."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest

from variorum import compare
from variorum.outputs import html
from variorum.outputs.templates import COMPILED

ROOT = Path(__file__).parents[3]
REPORTS = ROOT / "src/variorum/example/reports/reports.jsonl"


def test_the_page_of_a_wheel_is_the_page_of_its_templates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = compare(REPORTS, annotator="rules", one_story=True, workers=1)
    expected = html.render(found.collations, found.articles)

    hook = runpy.run_path(str(ROOT / "hatch_build.py"))["CompiledTemplates"]
    build = hook(str(ROOT), {}, None, None, str(tmp_path), "wheel")
    added: dict[str, dict[str, str]] = {"force_include": {}}
    build.initialize("standard", added)
    for file, place in added["force_include"].items():
        assert Path(place).parent == Path("variorum/outputs", COMPILED)
        shutil.copy(file, tmp_path)
    build.finalize("standard", added, "")
    monkeypatch.setattr(html, "_compiled", lambda: str(tmp_path))
    monkeypatch.setattr(html, "_asset", lambda name: ASSETS[name] if name.endswith("j2") else asset(name))
    html._environment.cache_clear()
    try:
        assert html.render(found.collations, found.articles) == expected
    finally:
        html._environment.cache_clear()


asset = html._asset
# What would be read where the compiled templates were not.
ASSETS = dict.fromkeys(("page.html.j2", "parts.html.j2"), "not compiled")
