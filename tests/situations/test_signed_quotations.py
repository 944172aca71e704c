"""A quotation belongs to who signs it, whoever spoke before it."""

# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path

import pytest
from tests.situations.voices import said, saved, verdicts

WORDS = "Nobody asked us about the doors. We would have told them."
BEFORE = (
    "The mill at Orle will stay shut until Easter, Safety Inspector Jonas Brekke told reporters on Monday."
)
AFTER = "The mill employs three hundred people, most of them from the two villages beside the river, and has burned twice before."
P = f"<p>{WORDS}</p>"

PAGES = {
    "footer": f"<blockquote>{P}<footer>— Sunniva Dahl, shop steward</footer></blockquote>",
    "cite": f"<blockquote>{P}<cite>Sunniva Dahl</cite></blockquote>",
    "footer with cite": f"<blockquote>{P}<footer>Sunniva Dahl, <cite>shop steward</cite></footer></blockquote>",
    "small": f"<blockquote>{P}<small>Sunniva Dahl, shop steward</small></blockquote>",
    "caption": f"<figure><blockquote>{P}</blockquote><figcaption>Sunniva Dahl, shop steward</figcaption></figure>",
    "caption with dash": f"<figure><blockquote>{P}</blockquote><figcaption>— Sunniva Dahl, <cite>steward</cite></figcaption></figure>",
    "cite behind": f"<blockquote>{P}</blockquote><cite>Sunniva Dahl, shop steward</cite>",
    "cite in the next paragraph": f"<blockquote>{P}</blockquote><p><cite>Sunniva Dahl</cite></p>",
    "class": f'<blockquote>{P}<p class="quote__attribution">Sunniva Dahl</p></blockquote>',
    "paragraph inside": f"<blockquote>{P}<p>-- Sunniva Dahl, shop steward at Orle</p></blockquote>",
    "paragraph below": f"<blockquote>{P}</blockquote><p>– Sunniva Dahl, shop steward</p>",
    "same paragraph": f"<blockquote><p>{WORDS} — Sunniva Dahl, shop steward</p></blockquote>",
    "behind a break": f"<blockquote><p>{WORDS}<br>– Sunniva Dahl, shop steward</p></blockquote>",
    "in italics": f"<blockquote><p>{WORDS}<br><em>Sunniva Dahl, shop steward</em></p></blockquote>",
    "pull quote": f'<figure class="wp-block-pullquote"><blockquote>{P}<cite>Sunniva Dahl</cite></blockquote></figure>',
    "box": f'<div class="pull-quote">{P}<span class="author">Sunniva Dahl</span></div>',
    "in marks": f"<blockquote><p>“{WORDS}”</p><cite>Sunniva Dahl, shop steward</cite></blockquote>",
    "told below": f"<blockquote>{P}</blockquote><p>Sunniva Dahl, the shop steward, wrote this on a bus on Monday night.</p>",
    "told by that was": f"<blockquote>{P}</blockquote><p>That was Sunniva Dahl, the shop steward, a few minutes ago.</p>",
    "told by so said": f"<blockquote>{P}</blockquote><p>So said Sunniva Dahl, a shop steward, on Monday night.</p>",
    "told as her words": f"<blockquote>{P}</blockquote><p>Those were the words of Sunniva Dahl, a shop steward.</p>",
    "a line of name and office": f"<blockquote>{P}</blockquote><p>Sunniva Dahl, shop steward</p>",
    "a box of attribution": f'<div><blockquote>{P}</blockquote><div class="attribution"><p><b>Sunniva Dahl</b></p><p>Shop steward</p></div></div>',
    "a box for each of two": f'<div class="field"><blockquote>{P}</blockquote></div><div class="field--quote-author">Sunniva Dahl</div>',
    "on a show": f"<blockquote><p>{WORDS}</p><p>— Sunniva Dahl on “Good Evening, Orle”</p></blockquote>",
    "led up to behind another sentence": f"<p>The yard was full. Sunniva Dahl, a shop steward, told the crowd:</p><blockquote>{P}</blockquote>",
    "told above": f"<p>The shop steward, Sunniva Dahl, put it this way:</p><blockquote>{P}</blockquote>",
}
MARKDOWN = {
    "dash line": f"> {WORDS}\n>\n> — Sunniva Dahl, shop steward",
    "dash line, no blank": f"> {WORDS}\n> -- Sunniva Dahl",
    "italics": f"> {WORDS}\n>\n> *Sunniva Dahl*",
    "bold": f"> {WORDS}\n> **Sunniva Dahl**",
    "same line": f"> {WORDS} — Sunniva Dahl",
    "marks and same line": f"> “{WORDS}” – Sunniva Dahl, shop steward",
    "broken lines": "> Nobody asked us about the doors.\n> We would have told\n> them. — Sunniva Dahl",
    "a line in italics below": f"> {WORDS}\n\n*Sunniva Dahl, shop steward*",
    "below the block": f"> {WORDS}\n\n— Sunniva Dahl, shop steward",
}
DRAFT = f'"{WORDS[:-1]}," said {{}}.'


def page(middle: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Mill closed</title></head><body>'
        f"<article><h1>Mill closed</h1><p>{BEFORE}</p>{middle}<p>{AFTER}</p></article></body></html>"
    )


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_block_quotation_on_a_page_is_its_signers(tmp_path: Path, name: str) -> None:
    report = saved(tmp_path, "report.html", page(PAGES[name]))
    assert said(report) == [("Sunniva Dahl", f"“{WORDS}”".strip("“”"))]
    assert verdicts(DRAFT.format("Sunniva Dahl"), report) == ["verbatim"]
    assert verdicts(DRAFT.format("Jonas Brekke"), report) == ["other speaker"]


@pytest.mark.parametrize("name", sorted(MARKDOWN))
def test_a_block_quotation_in_markdown_is_its_signers(tmp_path: Path, name: str) -> None:
    report = saved(tmp_path, "report.md", f"{BEFORE}\n\n{MARKDOWN[name]}\n\n{AFTER}\n")
    ((speaker, words),) = said(report)
    assert (speaker, words.replace("> ", "")) == ("Sunniva Dahl", WORDS)
    assert verdicts(DRAFT.format("Sunniva Dahl"), report) == ["verbatim"]


@pytest.mark.parametrize(
    "below",
    [
        "<p>That was the third fire, the county says.</p>",
        "<p>So said nobody at the meeting.</p>",
        "<p>Orle Mill, Easter 2019, photographed from the bridge.</p>",
        "<h2>Sunniva Dahl, shop steward</h2>",
        '<p class="author">Sunniva Dahl, reporter</p>'.replace(", reporter", ""),
    ],
)
def test_what_stands_below_a_block_quotation_is_not_always_who_is_quoted(tmp_path: Path, below: str) -> None:
    report = saved(tmp_path, "report.html", page(f"<blockquote>{P}</blockquote>{below}"))
    assert {speaker for speaker, _ in said(report)} <= {"Jonas Brekke", None}


def test_the_network_does_not_outvote_a_signature(tmp_path: Path) -> None:
    for name in ("cite", "in marks", "caption"):
        report = saved(tmp_path, "report.html", page(PAGES[name]))
        assert ("Sunniva Dahl", WORDS) in said(report, "model")
        assert ("Jonas Brekke", WORDS) not in said(report, "model")
    report = saved(tmp_path, "report.md", f"{BEFORE}\n\n{MARKDOWN['marks and same line']}\n\n{AFTER}\n")
    assert ("Sunniva Dahl", WORDS) in said(report, "model")


def test_no_quotation_goes_on_past_a_signature(tmp_path: Path) -> None:
    two = (
        f"<blockquote>{P}<cite>Sunniva Dahl</cite></blockquote>"
        "<blockquote><p>I knew nothing of any doors at the mill.</p><p>Ask the builder.</p><cite>Arne Moe, owner</cite></blockquote>"
    )
    assert said(saved(tmp_path, "report.html", page(two))) == [
        ("Sunniva Dahl", WORDS),
        ("Arne Moe", "I knew nothing of any doors at the mill. Ask the builder."),
    ]
    text = f"{BEFORE}\n\n“The fire began in the loft,” Brekke said.\n\n“{WORDS}”\n\n— Sunniva Dahl\n\n“It was not the loft at all, it was the yard.”\n"
    first, second, third = said(text)
    assert (first[0], second) == ("Jonas Brekke", ("Sunniva Dahl", WORDS))
    assert third[0] is None


@pytest.mark.parametrize(
    "block",
    [
        "<blockquote><p>The owner shall keep two doors to every hall free of goods at all times.</p></blockquote>",
        "<blockquote><p>Article 4. Doors are kept shut at night.</p><p>Article 5. Nobody sleeps in the loft of the mill.</p></blockquote>",
    ],
)
def test_a_law_in_a_block_is_nobodys(tmp_path: Path, block: str) -> None:
    told = page(f"<p>The rules for mills are of 1904.</p>{block}")
    assert {speaker for speaker, _ in said(saved(tmp_path, "report.html", told))} <= {None}
