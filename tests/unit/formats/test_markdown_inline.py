"""Markdown's signs and raw HTML: what a reader sees of them, with the way back to the stored text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.formats import read
from variorum.formats.markdown_inline import read_inline
from variorum.model import Article, Reject, Span
from variorum.settings import ReadSettings
from variorum.text.plain import without_markup
from variorum.text.view import View


def plain(text: str) -> tuple[Article, View]:
    return without_markup(Article(id="a", text=text, blocks=read_inline(text).blocks))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        # emphasis, and signs that are none
        ("The *old* **wall** __is__ _old_ ***so***", "The old wall is old so"),
        ("**n**ot re*fuse*, *“so” s**t*", "not refuse, “so” s**t"),
        ("*“The wall”*, **“it”** said", "“The wall”, “it” said"),
        ('**"The wall"**, *"it"*', '"The wall", "it"'),
        ("f**k and s**t, sh*t, f*** you", "f**k and s**t, sh*t, f*** you"),
        ("5 * 3 * 2, 2*3*4, snake_case_name, ***", "5 * 3 * 2, 2*3*4, snake_case_name, ***"),
        ("*a **b** c* and **a *b* c**", "a b c and a b c"),
        ("an asterisk* alone\n\n*another", "an asterisk* alone\n\n*another"),
        # struck, put in, highlighted
        ("will ~~not~~ be ~5 and ~6", "will  be ~5 and ~6"),
        ("will <del>not</del> <s>ever</s> <ins>soon</ins> be", "will   soon be"),
        ("{--cut --}{++added ++}{~~old~>new~~}{>>why?<<} {==here==} ==it==", "added new here it"),
        ("~~unended and <del>so", "~~unended and so"),
        # references
        ("&ldquo;a&rdquo; &#8220;b&#8221; &#x201C;c&#x201d; &quot;d&quot;", "“a” “b” “c” \"d\""),
        ("AT&amp;T won&#39;t &bogus; &copy 5 & 6 ref&shy;use", "AT&T won't &bogus; &copy 5 & 6 refuse"),
        ('\\"a\\" \\*b\\* C:\\dir', '"a" *b* C:\\dir'),
        # quotations, breaks and notes in raw HTML
        ("<q>It is <q>over</q></q>, “<q>so</q>”", "“It is ‘over’”, “so”"),
        ("<q>unended\n\nnext", "“unended\n\nnext"),
        ("one<br>two<br/>three <em>x</em> <span class='a'>y</span>", "one two three x y"),
        ("wall<sup>1</sup>, 10<sup>th</sup>, m<sup>2</sup>, 10<sup>6</sup>", "wall, 10th, m², 10⁶"),
        ("no <!-- “never” --> words <laughs> <https://a.example>", "no  words <laughs> <https://a.example>"),
        ("a <script>“x” *y*</script> b", "a  b"),
        ("a <!-- unended “b”", "a <!-- unended “b”"),
        # links, pictures and notes
        ("[a](b) [c](<d e> \"t\") [f](g_(h)) [[1]](i)", "a c f [1]"),
        ("[sic] and [...] and [the board] [^x]", "[sic] and [...] and [the board] "),
        ("[a][b], [B], [c]\n\n[b]: https://x.example 'T'", "a, B, [c]\n\n"),
        ("wall[^1]: it\n\n[^1]: A *note*.\n\n    More.\n\nText", "wall: it\n\nA note.\n\n    More.\n\nText"),
        ("a ![alt words](b.png) c ^[a note] d", "a  c  d"),
        ("wall^1^ and m^2^", "wall and m²"),
        # code
        ("`*a*` ``b `c` d`` `unended", "*a* b `c` d `unended"),
        ("`So it is,' she said, `and so'", "`So it is,' she said, `and so'"),
        ("``so'' she said, ``and so''", "``so'' she said, ``and so''"),
        ("```html\n*a* &quot; “b”\n```\n*c*", "\n*a* &quot; “b”\n\nc"),
    ],
)  # fmt: skip
def test_a_reader_sees(text: str, seen: str) -> None:
    assert plain(text)[0].text == seen


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("<blockquote>It is over.</blockquote>", [("quote", "It is over.")]),
        ("<blockquote>\n<p>It is *over*.</p>\n</blockquote>\n\nx", [("quote", "It is over.")]),
        ("<blockquote>a <blockquote>b</blockquote> c</blockquote>", [("quote", "a \n\nb\n\n c")]),
        ("<h2 id='x'>A head</h2>\nwords", [("heading", "A head")]),
        ("a[^1]\n\n[^1]: One *note*.\n[^2]: Two.", [("note", "One note."), ("note", "Two.")]),
        ("<!-- <blockquote>no</blockquote> -->x", []),
    ],
)
def test_raw_html_and_notes_tell_blocks(text: str, blocks: list[tuple[str, str]]) -> None:
    seen, _ = plain(text)
    assert [(block.kind, block.span.of(seen.text)) for block in seen.blocks] == blocks


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("![“Never,” says Roy](a.png) x", ["a picture described with words in quotation marks"]),
        ('<img alt="“Never,” says Roy"> x', ["a picture described with words in quotation marks"]),
        ("<span hidden>“Never,” said Roy.</span> x", ["hidden text with words in quotation marks"]),
        ("<iframe>“Never”</iframe> x", ["a frame or film with words in quotation marks"]),
        ("x^[“Never,” said Roy.] y", ["a note inside the line"]),
        ("---\nlead: “So,” says Roy\n---\nx", ['"lead" in the front matter, with words in quotation marks']),
        ("![A wall](a.png) x <!-- “so” -->", None),
    ],
)  # fmt: skip
def test_what_quotes_and_is_not_read_is_said(tmp_path: Path, text: str, told: list[str] | None) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    (item,) = read([path], settings=ReadSettings(drafts=True))
    assert isinstance(item, Article)
    assert item.extra.get("not_read") == told


@pytest.mark.parametrize("text", ["~~All of it.~~", "<!-- nothing -->", "<del>gone</del> ***\n"])
def test_a_file_with_nothing_to_see_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    (item,) = read([path])
    assert isinstance(item, Reject)
    assert "no text" in item.reason


def test_a_sentence_of_a_block_quotation_goes_on_without_its_sign(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("> The wall will\nnot be repaired.\n\n> It is over.\nHe left.\n", encoding="utf-8")
    (item,) = read([path])
    assert isinstance(item, Article)
    assert [block.span.of(item.text) for block in item.blocks] == [
        "> The wall will\nnot be repaired.",
        "> It is over.",
    ]


SIGNS = [
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "[",
    "](x)",
    "![",
    "[^1]",
    "<q>",
    "</q>",
    "<del>",
    "</del>",
    "<!--",
    "-->",
    "&ldquo;",
    "&amp;",
    "\\",
    "{--",
    "--}",
    "<sup>",
    "</sup>",
    "1",
    "^[",
    "]",
    "<blockquote>",
    "</blockquote>",
    "“a",
    "b”",
    "word",
    "```",
]
SIGNS += [" ", "\n", "\n\n", "> ", "[^1]: "]


@given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join))
def test_every_span_of_the_plain_text_is_found_again_in_the_stored_one(text: str) -> None:
    _, view = plain(text)
    seen = view.text
    for start in range(len(seen)):
        span = Span(start, min(len(seen), start + 5))
        stored = view.back(span)
        assert 0 <= stored.start < stored.end <= len(text)
        again = view.there(stored)
        assert again.start <= span.start
        assert span.end <= again.end
        if stored == Span(stored.start, stored.start + len(span)) and span.of(seen).isalpha():
            assert stored.of(text) == span.of(seen)
