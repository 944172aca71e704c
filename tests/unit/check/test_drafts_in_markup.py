"""Drafts in HTML, Markdown and Word: every quotation gets its verdict, however it is written down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.word import paragraph, run, word_parts

from variorum.checking.drafts import read_drafts
from variorum.checking.results import CheckResult
from variorum.corpus import check_drafts
from variorum.errors import UnreadableFile
from variorum.model import Article
from variorum.settings import ReadSettings

REPORT = Article(
    id="courier",
    outlet="Bay Courier",
    text="The quay at Orrin Bay stays shut. “The crane will not be moved before the harvest fair ends,” said "
    "Maren Holloway, who chairs the board. “We counted 14 loose bolts, and every one of them was new.”\n\n"
    "“Nobody on the night shift was told about the cables,” Piet Osgood said.",
)
TRUE = "The crane will not be moved before the harvest fair ends"
FALSE = "The crane will be moved before the harvest fair ends"
NIGHT = "“Nobody on the night shift was told about the cables,” Piet Osgood said."


def checked(folder: Path, name: str, data: str | bytes) -> CheckResult:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    drafts = read_drafts([path], ReadSettings())
    result = check_drafts(drafts, against=[REPORT])
    texts = {draft.name: draft.article.text for draft in drafts}
    for one in result.quotations:
        text = texts[one.draft]
        assert text[one.start : one.end] == one.text
        assert all(text[change.start : change.end] == change.now for change in one.changes)
        assert all(REPORT.text[match.start : match.end] == match.text for match in one.matches)
    return result


def verdicts(result: CheckResult) -> list[str]:
    return [one.verdict for one in result.quotations]


@pytest.mark.parametrize(
    "body",
    [
        f"<p><q>{TRUE}</q>, said Holloway.</p>",
        f"<p>Maren Holloway said: <q>{TRUE}.</q></p>",
        f"<p>&ldquo;{TRUE},&rdquo; said Holloway.</p>",
        f"<p>&#8220;{TRUE},&#x201D; said <b>Maren</b> Holloway.</p>",
        "<p>“The crane will <ins>not</ins> be moved before the harvest fair ends,” said Holloway.</p>",
        "<p>“The crane will <del>soon</del> not be moved before the harvest fair ends,” said Holloway.</p>",
        "<p>“The crane will not be<sup>1</sup> moved before the harvest fair ends,”<sup>a</sup> she said.",
        "<p>“The crane will not be<br>moved before the har<wbr>vest fair ends,” said Holloway.</p>",
        "<p>“The cr<em>a</em>ne will not be mo&shy;ved before the harvest fair ends,” said Holloway.</p>",
        f"<p>Maren Holloway said:</p><blockquote><p>{TRUE}.</p></blockquote>",
        f"<ul><li>“{TRUE},” said Holloway.</li></ul>",
        f"<h2>“{TRUE},” says Holloway</h2><p>Text.</p>",
    ],
)  # fmt: skip
def test_true_quotations_of_a_page_pass(tmp_path: Path, body: str) -> None:
    result = checked(tmp_path, "draft.html", body)
    assert verdicts(result) == ["verbatim"]
    assert result.passed()


@pytest.mark.parametrize(
    "text",
    [
        f"<q>{TRUE}</q>, said Holloway.",
        f"&ldquo;{TRUE},&rdquo; said Holloway.",
        f"&quot;{TRUE},&quot; said Holloway.",
        f"&#8220;{TRUE},&#8221; said Holloway.",
        f"**“{TRUE},”** said *Maren Holloway*.",
        "“The **crane** will _not_ be [moved](b_(c)) before the `harvest` fair ends,” said Holloway.",
        "“The crane will ~~soon~~ not be moved before the harvest fair ends,” said Holloway.",
        "“The crane will <s>so</s> <ins>not</ins> be moved before<br>the harvest fair ends,” said Holloway.",
        "“The crane will not be moved[^1] before the harvest fair ends,” she said.\n\n[^1]: Minutes.",
        "“The crane <!-- check! -->will not be mo&shy;ved before the harvest fair ends,” said Holloway.",
        f"Maren Holloway said:\n\n<blockquote>\n{TRUE}.\n</blockquote>",
        f"Text.[^a]\n\n[^a]: “{TRUE},” said Holloway.",
        f'\\"{TRUE},\\" said Holloway.',
        "“The crane will {--soon--}{++not++} be moved before the harvest fair ends,” said Holloway.",
    ],
)  # fmt: skip
def test_true_quotations_of_markdown_pass(tmp_path: Path, text: str) -> None:
    result = checked(tmp_path, "draft.md", text + "\n")
    assert verdicts(result) == ["verbatim"]
    assert result.passed()


SAID = ", said Holloway."
ALTERED = {
    "q.html": f"<p><q>{FALSE}</q>{SAID}</p>",
    "del.html": "“The crane will <del>not</del> be moved before the harvest fair ends,” said Holloway.",
    "s.html": "<p>“The crane will <s>not</s> be moved before the harvest fair ends,” said Holloway.</p>",
    "ins.html": "“The crane will not <ins>now</ins> be moved before the harvest fair ends,” said Holloway.",
    "footnote.html": f'<p>Text.</p><section class="footnotes"><p>“{FALSE},” said Holloway.</p></section>',
    "heading.html": f"<h1>“{FALSE},” says Holloway</h1><p>Text.</p>",
    "q.md": f"<q>{FALSE}</q>{SAID}",
    "named.md": f"&ldquo;{FALSE},&rdquo; said Holloway.",
    "numbered.md": f"&#x201c;{FALSE},&#x201d; said Holloway.",
    "blockquote.md": f"Maren Holloway said:\n\n<blockquote>{FALSE}.</blockquote>",
    "struck.md": "“The crane will ~~not~~ be moved before the harvest fair ends,” said Holloway.",
    "del.md": "“The crane will <del>not</del> be moved before the harvest fair ends,” said Holloway.",
    "footnote.md": f"Text.[^1]\n\n[^1]: “{FALSE},” said Holloway.",
    "link.md": f"[“{FALSE},”](https://a.example) said Holloway.",
}


@pytest.mark.parametrize("name", ALTERED)
def test_altered_quotations_do_not_pass(tmp_path: Path, name: str) -> None:
    result = checked(tmp_path, name, ALTERED[name])
    assert verdicts(result) == ["altered"]
    assert not result.passed()


REST = "be moved before the harvest fair ends,” said Holloway."
ALTERED_NOTE = f'<w:footnote w:id="2">{paragraph(f"“{FALSE},” said Holloway.")}</w:footnote>'
TRUE_NOTE = f'<w:endnote w:id="2">{paragraph(f"“{TRUE},” said Holloway.")}</w:endnote>'
BOX = f"<w:txbxContent>{paragraph(f'“{FALSE},” said Holloway.')}</w:txbxContent>"
BREAK = "<w:r><w:br/></w:r>"
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


@pytest.mark.parametrize(
    ("body", "parts", "verdict"),
    [
        (paragraph(f"“{TRUE},” said Holloway."), {}, "verbatim"),
        (paragraph(f"“{FALSE},” said Holloway."), {}, "altered"),
        (
            paragraph("Text.", NOTE),
            {"footnotes": ALTERED_NOTE},
            "altered",
        ),
        (
            paragraph("Text.", '<w:r><w:endnoteReference w:id="2"/></w:r>'),
            {"endnotes": TRUE_NOTE},
            "verbatim",
        ),
        (
            paragraph(
                "“The crane will ",
                "<w:del><w:r><w:delText>not</w:delText><w:tab/></w:r></w:del>",
                "be moved before the harvest fair ends,” said Holloway.",
            ),
            {},
            "altered",
        ),
        (
            paragraph("“The crane will ", run("not ", "<w:strike/>"), REST),
            {},
            "altered",
        ),
        (
            paragraph("“The crane will not", BREAK, REST),
            {},
            "verbatim",
        ),
        (
            paragraph("“The crane will not be ", properties="<w:rPr><w:del/></w:rPr>")
            + paragraph("moved before the harvest fair ends,” said Holloway."),
            {},
            "verbatim",
        ),
        (
            paragraph(f"<w:r><w:pict>{BOX}</w:pict></w:r>", "Text."),
            {},
            "altered",
        ),
    ],
)  # fmt: skip
def test_word_documents_get_right_verdicts(
    tmp_path: Path, body: str, parts: dict[str, str], verdict: str
) -> None:
    result = checked(tmp_path, "draft.docx", word_parts(body, **parts))
    assert verdicts(result) == [verdict]
    assert result.passed() == (verdict == "verbatim")


def test_prose_that_was_a_quotation_once_is_none(tmp_path: Path) -> None:
    was = '<w:pStyle w:val="Normal"/><w:pPrChange><w:pPr><w:pStyle w:val="Quote"/></w:pPr></w:pPrChange>'
    result = checked(tmp_path, "draft.docx", word_parts(paragraph("The board met.", properties=was)))
    assert verdicts(result) == []
    assert result.passed()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.md", "![“Never,” says Holloway](card.png)\n\nText.", "a picture described"),
        ("a.html", "<p>Text.</p><p hidden>“Never,” said Holloway.</p>", "hidden text"),
        ("a.docx", word_parts(paragraph("Text.", run("unseen", "<w:vanish/>"))), "hidden text"),
        ("a.docx", word_parts(paragraph("Text.") + '<w:altChunk r:id="x"/>'), "a file put in whole"),
        ("a.txt", "&ldquo;Never,&rdquo; said Holloway.", "quotations in markup (&ldquo;)"),
        ("a.txt", "<blockquote>Never.</blockquote>", "quotations in markup (<blockquote>)"),
        ("a.txt", "Text.\n\nSubscribe to continue reading this article", "it stops short"),
        ("a.txt", "He said that boats” will sail.", "line 1: a quotation mark that belongs to no quotation"),
        ("a.jsonl", '{"id": "a", "text": "Text."}\n{broken\n', "is not JSON"),
        ("a.jsonl", '{"id": "a", "text": "Text."}\n{"id": "b", "text": "", "title": "T"}\n', "no text of it"),
        ("a.jsonl", '{"id": "a", "text": "Text."}\n{"id": "a", "text": "Other."}\n', 'the id "a" belongs'),
    ],
)  # fmt: skip
def test_what_was_not_read_is_said_and_does_not_pass(
    tmp_path: Path, name: str, data: str | bytes, told: str
) -> None:
    result = checked(tmp_path, name, data)
    assert [one.reason.startswith(told) for one in result.not_read if one.fails] == [True], result.not_read
    assert not result.quotations
    assert not result.passed()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", f"![A crane](crane.png)\n\n{NIGHT}\n"),
        ("a.html", f'<p>{NIGHT}</p><img src="a.png" alt="A crane"><nav>Home</nav>'),
        ("a.docx", word_parts(paragraph(NIGHT, "<w:r><pic:pic/></w:r>"))),
        ("a.txt", f"He is 6' 2\" tall. {NIGHT}\n"),
        ("a.md", f"~~“Never,” said Holloway.~~ {NIGHT}\n"),
    ],
)
def test_what_holds_no_words_of_the_draft_is_no_alarm(tmp_path: Path, name: str, data: str | bytes) -> None:
    result = checked(tmp_path, name, data)
    assert verdicts(result) == ["verbatim"]
    assert result.passed()


@pytest.mark.parametrize("name", ["a.html", "a.docx", "a.md", "a.jsonl"])
def test_a_draft_without_text_cannot_be_checked(tmp_path: Path, name: str) -> None:
    data: dict[str, str | bytes] = {
        "a.html": "<p></p>",
        "a.docx": word_parts(paragraph("")),
        "a.md": "~~All of it~~",
        "a.jsonl": json.dumps({"id": "a", "text": "", "title": "T"}),
    }
    with pytest.raises(UnreadableFile):
        checked(tmp_path, name, data[name])


def test_reports_in_markdown_are_searched_and_told_with_offsets_of_their_file(tmp_path: Path) -> None:
    text = "&ldquo;The **crane** will ~~soon~~ not be [moved](https://a.example) "
    text += "before the *harvest* fair ends,&rdquo; said Holloway."
    path = tmp_path / "report.md"
    path.write_text(text, encoding="utf-8")
    draft = tmp_path / "draft.txt"
    draft.write_text(f"“{TRUE},” said Holloway.\n", encoding="utf-8")
    for _ in range(2):
        result = check_drafts(
            read_drafts([draft], ReadSettings()), against=[path], index=tmp_path / "kept.index"
        )
        ((match,),) = [one.matches for one in result.quotations]
        assert verdicts(result) == ["verbatim"]
        assert match.marks == "inside"
        assert text[match.start : match.end] == match.text
        assert match.text.startswith("The **crane** will ~~soon~~ not")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"title": f"“{FALSE},” Holloway says", "text": "The quay stays shut."}, True),
        ({"title": f"Crane: '{FALSE}'", "text": "The quay stays shut."}, True),
        ({"title": "Holloway: “The crane will", "text": "The quay stays shut."}, True),
        ({"title": f"“{TRUE},” Holloway says", "text": f"“{TRUE},” she said of the quay."}, False),
        ({"title": 'The "Ida’s Wake" sinks', "text": "The ‘Ida's  Wake’ sank."}, False),
        ({"title": "The harbour’s quay isn’t open", "text": "The quay stays shut."}, False),
    ],
)
def test_a_quotation_in_a_title_alone_is_not_passed_unread(
    tmp_path: Path, record: dict[str, str], said: bool
) -> None:
    result = checked(tmp_path, "d.jsonl", json.dumps(record))
    assert ["title" in one.reason for one in result.not_read] == ([True] if said else [])
    assert result.passed() is not said
