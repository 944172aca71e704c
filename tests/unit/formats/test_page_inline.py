"""Inline markup of pages: quotations get marks, what is struck or marks a note goes, words stay whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from variorum.formats import read
from variorum.formats.page import Page, read_page
from variorum.model import Article
from variorum.settings import ReadSettings


def draft(body: str, head: str = "") -> Page:
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>", ReadSettings(drafts=True))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("He said <q>it is over</q>.", "He said “it is over”."),
        ("<q>It is <q>over</q> now</q>", "“It is ‘over’ now”"),
        ("<q><q>Inner</q> and <q>more</q></q>", "“‘Inner’ and ‘more’”"),
        ("<q>a<q>b<q>c</q></q></q>", "“a‘b“c”’”"),
        ("<Q CITE='x'> blank <em>round</em> </Q> it", "“blank round” it"),
        ("“<q>typed outside</q>” it", "“typed outside” it"),
        ("<q>“typed inside”</q> it", "“typed inside” it"),
        ("<q>Tom &amp; <b>Jo</b> &lt;3</q>", "“Tom & Jo <3”"),
        ("It will <del>not</del> be", "It will be"),
        ("It will <s>not</s> be", "It will be"),
        ("It will <strike>not</strike> be", "It will be"),
        ("It will <del>not <s>ever</s></del> be", "It will be"),
        ('It will <span style="color:red;text-decoration: line-through">not</span> be', "It will be"),
        ("It will <ins>not</ins> be", "It will not be"),
        ("It re<wbr>fu<b>s</b>es &shy;and ref&shy;uses", "It refuses and refuses"),
        ("The wall<sup>1</sup> fell.<sup>[2]</sup>", "The wall fell."),
        ('The wall<sup><a href="#fn1">a</a></sup> fell<a href="#ftnt2">[2]</a>', "The wall fell"),
        ("The wall<sup>*</sup> fell<sup>†</sup> in 2019<sup>3</sup>", "The wall fell in 2019"),
        ("The wall<sup>[<i>citation needed</i>]</sup> fell<sup>1,2</sup>", "The wall fell"),
        ("The 10<sup>th</sup>, 5 m<sup>2</sup>, 10<sup>6</sup>", "The 10th, 5 m², 10⁶"),
        ("M<sup>me</sup> Roy, Acme<sup>TM</sup>, <sup>1</sup>/<sub>2</sub>", "Mme Roy, AcmeTM, 1/2"),
        ('See <a href="#part-2">2</a> and <a href="https://a.example/">1</a>', "See 2 and 1"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> <abbr title='x'>EU</abbr>", "漢 EU"),
        ("One<br>two <!-- “never” --> three", "One\ntwo three"),
    ],
)
def test_words_are_what_a_reader_sees(markup: str, text: str) -> None:
    assert draft(f"<p>{markup}</p>").text == text


def test_marks_stand_where_the_words_of_a_quotation_begin_and_end() -> None:
    assert draft("<div><q><p>One.</p><p>Two.</p></q></div>").text == "“One.\n\nTwo.”"


def test_an_export_strikes_words_by_a_class() -> None:
    style = "<style>.c1{color:red}.c5,span.c7{text-decoration:line-through}</style>"
    page = draft(
        '<p>It <span class="c5">will</span> <span class="x c7">not</span> <b class="c1">be</b></p>', style
    )
    assert page.text == "It be"


def test_reports_and_drafts_are_read_alike_inside_a_line(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("<article><p>He said <q>it <del>is</del> was over</q><sup>1</sup>.</p></article>")
    (item,) = read([path])
    assert isinstance(item, Article)
    assert item.text == "He said “it was over”."


@pytest.mark.parametrize(
    "markup",
    [
        "<h1>“Never,” says Roy</h1><p>Text.</p>",
        "<p>Text.</p><ul><li>“Never,” said Roy.</li></ul>",
        "<table><tr><td>“Never,” said Roy.</td><td>Text.</td></tr></table>",
        '<p>Text.</p><section class="footnotes"><ol><li>“Never,” said Roy.</li></ol></section>',
        "<div><p>Text.</p></div><div><div>“Never,” said Roy.</div></div>",
        "<details><summary>Text</summary>“Never,” said Roy.</details>",
    ],
)
def test_of_a_draft_every_line_of_the_text_is_read(markup: str) -> None:
    page = read_page(f"<html><head><title>“Never,” says Roy</title></head><body>{markup}</body></html>",
                     ReadSettings(drafts=True))  # fmt: skip
    assert "“Never,”" in page.text
    assert "not_read" not in page.extra


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ("<aside>“Never,” said Roy.</aside>", "words beside the text (“Never,” said Roy.)"),
        ('<div style="display:none">“Never,” said Roy.</div>', "hidden text with words in quotation marks"),
        ("<p hidden>“Never,” said Roy.</p>", "hidden text with words in quotation marks"),
        ('<img alt="“Never,” says Roy">', "a picture described with words in quotation marks"),
        ("<svg><text>“Never”</text></svg>", "a drawing with words in quotation marks"),
        ("<textarea>“Never,” said Roy.</textarea>", "a form with words in quotation marks"),
        ('<iframe srcdoc="<p>&ldquo;Never&rdquo;</p>"></iframe>', "a frame with words in it"),
    ],
)
def test_what_quotes_and_is_not_read_is_said(markup: str, told: str) -> None:
    assert draft(f"<p>Text of a draft.</p>{markup}").extra["not_read"] == [told]


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="a.png" alt="A wall">',
        "<aside>Read more</aside>",
        "<p hidden>menu</p>",
        "<script>“x”</script>",
    ],
)
def test_furniture_that_quotes_nobody_is_no_alarm(markup: str) -> None:
    assert "not_read" not in draft(f"<p>Text of a draft.</p>{markup}").extra
