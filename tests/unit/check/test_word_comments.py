"""Verdicts as comments in a copy of a Word document, and comments in one that let a quotation pass."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.word import SPACE, archive, paragraph, run, word_document, word_parts
from typer.testing import CliRunner, Result

from variorum.cli.app import app
from variorum.errors import InputError, OutputError

W = f"{{{SPACE}}}"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
REPORT = (
    "---\noutlet: Harbour Post\ndate: 2026-03-11\nurl: https://harbour.example/ferry?a=1&b=2\n---\n"
    "“Nobody sails before the bell has rung twice,” said Odile Marn, who runs the ferry.\n"
)
TURNED = "“Everybody sails before the bell has rung twice,”"
SAID = " said Odile Marn."
NOWHERE = "“Every rope of the old ferry was sold to a museum in spring,”"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "ferry.md").write_text(REPORT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def check(data: bytes, *arguments: str) -> Result:
    Path("draft.docx").write_bytes(data)
    return CliRunner().invoke(app, ["check", "draft.docx", "-a", "reports", "-f", "json", *arguments])


def parts_of(path: str) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def commented(data: bytes) -> dict[str, str]:
    """Return what each comment of the copy says, by the words that it is put at in the document."""
    check(data, "--comments", "copy.docx")
    parts = parts_of("copy.docx")
    said = {
        one.get(f"{W}id"): "\n".join("".join(each.itertext()) for each in one.iter(f"{W}p"))
        for one in ElementTree.fromstring(parts["word/comments.xml"])
        if one.get(f"{W}author") == "Variorum"
    }
    open_ones: dict[str | None, str] = {}
    found = {}
    for element in ElementTree.fromstring(parts["word/document.xml"]).iter():
        number = element.get(f"{W}id")
        if element.tag == f"{W}commentRangeStart":
            open_ones[number] = ""
        elif element.tag == f"{W}t":
            open_ones = {one: words + (element.text or "") for one, words in open_ones.items()}
        elif element.tag == f"{W}commentRangeEnd" and number in said:
            found[open_ones.pop(number)] = said[number]
    assert len(found) == len(said)
    return found


def test_each_finding_is_a_comment_at_its_words_with_print_outlet_and_link() -> None:
    found = commented(
        word_parts(
            paragraph("The ferry stays.")
            + paragraph("It is so. ", run(TURNED[:12], "<w:b/>"), run(TURNED[12:]), SAID)
            + paragraph(f"{TURNED.replace('Every', 'No')}{SAID}")
        )
    )
    assert list(found) == ["The ferry stays.", TURNED]
    assert found["The ferry stays."].startswith("2 quotations: 1 altered, 1 verbatim; 1 report searched.")
    for words in (
        "Altered (critical)",
        "printed is “Nobody”, the draft has “Everybody”",
        "Printed: “Nobody sails before the bell has rung twice” (Harbour Post, 11 March 2026, given to Odile",
        "\nhttps://harbour.example/ferry?a=1&b=2",
    ):
        assert words in found[TURNED]


def test_nothing_else_of_the_document_is_changed() -> None:
    data = word_parts(paragraph("The ferry stays.") + paragraph(TURNED, SAID), footnotes="", settings="")
    check(data, "-o", "copy.docx")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        before = {name: packed.read(name) for name in packed.namelist()}
    after = parts_of("copy.docx")
    assert after.keys() - before.keys() == {"word/comments.xml"}
    ours = rb"<w:commentRange(?:Start|End) w:id=\"\d\"/>|<w:r><w:commentReference w:id=\"\d\"/></w:r>"
    assert re.sub(ours, b"", after["word/document.xml"]) == before["word/document.xml"]
    assert after["word/footnotes.xml"] == before["word/footnotes.xml"]
    assert b"comments.xml" in after["word/_rels/document.xml.rels"]
    assert Path("draft.docx").read_bytes() == data


def test_words_of_a_note_are_commented_at_its_number_and_those_of_a_box_at_its_paragraph() -> None:
    note = f'<w:footnote w:id="1">{paragraph(TURNED, SAID)}</w:footnote>'
    number = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    assert list(commented(word_parts(paragraph("The ferry stays.", number), footnotes=note))) == [
        "The ferry stays.",
        "",
    ]
    inside = f"<w:txbxContent>{paragraph(TURNED, SAID)}</w:txbxContent>"
    box = f"<w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r>"
    found = commented(word_parts(paragraph("The ferry stays.") + paragraph("It is old.", box)))
    assert TURNED + SAID in found


def test_comments_of_others_stay_and_numbers_are_new() -> None:
    held = f'<w:comment w:id="7" w:author="A. Lund">{paragraph("Nice.")}</w:comment>'
    data = word_parts(paragraph("The ferry stays.") + paragraph(TURNED, SAID), comments=held)
    assert len(commented(data)) == 2
    comments = ElementTree.fromstring(parts_of("copy.docx")["word/comments.xml"])
    assert [one.get(f"{W}id") for one in comments] == ["7", "8", "9"]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_document_with_other_names_for_its_elements_gets_comments(prefix: str) -> None:
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    words = f"<{prefix}p><{prefix}r><{prefix}t>{TURNED}{SAID}</{prefix}t></{prefix}r></{prefix}p>"
    xml = f'<{prefix}document {name}="{SPACE}"><{prefix}body>{words}</{prefix}body></{prefix}document>'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    data = archive({"[Content_Types].xml": types.encode(), "word/document.xml": xml.encode()})
    found = check(data, "--comments", "copy.docx")
    assert found.exit_code == 1
    parts = parts_of("copy.docx")
    assert parts["word/document.xml"].count(b"commentReference") == 2
    assert b'PartName="/word/comments.xml"' in parts["[Content_Types].xml"]
    for part in parts.values():
        ElementTree.fromstring(part)
    # What Variorum put in is no part of the text: the copy has the same verdicts.
    again = check(Path("copy.docx").read_bytes())
    told = [json.loads(one.stdout)["quotations"][0]["text"] for one in (found, again)]
    assert told[0] == told[1]


def test_an_accepted_quotation_says_so_and_what_was_not_read_is_in_the_first_comment() -> None:
    signed = 'w:author="A. Lund" w:date="2026-03-12T09:00:00Z"'
    remark = f'<w:comment w:id="0" {signed}>{paragraph("variorum: ignore tape 4")}</w:comment>'
    at = (
        '<w:commentRangeStart w:id="0"/>',
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
    )
    body = paragraph("The ferry stays.", run("Hidden.", "<w:vanish/>"))
    body += paragraph(at[0], run(NOWHERE), at[1], SAID) + paragraph(TURNED, SAID)
    done = check(word_parts(body, comments=remark))
    first, second = json.loads(done.stdout)["quotations"]
    assert first["accepted"] == {"by": "comment", "reason": "tape 4", "name": "A. Lund", "date": "2026-03-12"}
    assert second["accepted"] is None
    found = commented(word_parts(body, comments=remark))
    assert "Passes: accepted by A. Lund, 12 March 2026: tape 4." in found[NOWHERE]
    assert "Not read: hidden text." in found["The ferry stays."]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("variorum: ignore", "gives no reason"),
        ("variorum: ignroe tape", "none that is known"),
        ("Variorum should ignore this", ""),
        ("ask variorum: ignore it", ""),
    ],
)
def test_a_comment_that_says_nothing_lets_nothing_pass(words: str, told: str) -> None:
    remark = f'<w:comment w:id="0">{paragraph(words)}</w:comment>'
    body = paragraph('<w:commentRangeStart w:id="0"/>', run(NOWHERE), '<w:commentRangeEnd w:id="0"/>', SAID)
    done = check(word_parts(body, comments=remark))
    assert done.exit_code == 1
    assert told in done.stderr


def test_a_comment_with_no_place_in_the_text_lets_nothing_pass() -> None:
    remark = f'<w:comment w:id="0">{paragraph("variorum: ignore tape 4")}</w:comment>'
    done = check(word_parts(paragraph(NOWHERE, SAID), comments=remark))
    assert done.exit_code == 1
    assert "no words are read" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["draft.docx", "--comments", "copy.txt"], "name it .docx"),
        (["draft.docx", "--comments", "a.docx", "-o", "b.docx"], "give one of them"),
        (["draft.docx", "--comments", "draft.docx"], "draft that was given"),
        (["draft.md", "-o", "copy.docx"], "give one draft that is a .docx"),
        (["draft.docx", "draft.md", "-o", "copy.docx"], "give one draft that is a .docx"),
        (["draft.docx", "--before", "draft.md", "-o", "copy.docx"], "no comments"),
    ],
)
def test_a_copy_is_of_one_word_document(arguments: list[str], told: str) -> None:
    Path("draft.docx").write_bytes(word_document(TURNED + SAID))
    Path("draft.md").write_text(TURNED, encoding="utf-8")
    against = [] if "--before" in arguments else ["-a", "reports"]
    done = CliRunner().invoke(app, ["check", *arguments, *against])
    assert isinstance(done.exception, InputError)
    assert told in str(done.exception)
    assert Path("draft.docx").read_bytes() == word_document(TURNED + SAID)


def test_a_document_in_an_encoding_that_cannot_be_added_to_is_told() -> None:
    body = f'<w:document xmlns:w="{SPACE}"><w:body>{paragraph(TURNED, SAID)}</w:body></w:document>'
    xml = f'<?xml version="1.0" encoding="UTF-16"?>{body}'
    done = check(archive({"word/document.xml": xml.encode("utf-16")}), "--comments", "copy.docx")
    assert isinstance(done.exception, OutputError)
    assert "UTF-8" in str(done.exception)


@pytest.mark.parametrize(
    "gone",
    [
        f'<w:del w:id="9"><w:r><w:delText>{TURNED}</w:delText></w:r></w:del>',
        run(TURNED, "<w:strike/>"),
    ],
    ids=["deleted", "struck"],
)
@pytest.mark.parametrize("parted", [False, True])
def test_a_comment_on_words_that_are_gone_speaks_of_no_quotation_beside_them(gone: str, parted: bool) -> None:
    remark = f'<w:comment w:id="0">{paragraph("variorum: ignore tape 4")}</w:comment>'
    around = f'<w:commentRangeStart w:id="0"/>{gone}<w:commentRangeEnd w:id="0"/>'
    marked = f'{around}<w:r><w:commentReference w:id="0"/></w:r>'
    body = paragraph(marked) + paragraph(NOWHERE) if parted else paragraph(NOWHERE, marked)
    result = check(word_parts(body, comments=remark))
    assert result.exit_code == 1
    assert "is not followed" in result.stdout


def test_lists_of_parts_whose_names_have_a_prefix_get_the_part_of_comments() -> None:
    body = f"<w:body>{paragraph(NOWHERE)}</w:body>"
    parts = {
        "[Content_Types].xml": f'<t:Types xmlns:t="{TYPES}"></t:Types>',
        "word/_rels/document.xml.rels": f'<t:Relationships xmlns:t="{RELATIONS}"></t:Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{SPACE}">{body}</w:document>',
    }
    check(archive({name: xml.encode() for name, xml in parts.items()}), "--comments", "copy.docx")
    copied = parts_of("copy.docx")
    (override,) = ElementTree.fromstring(copied["[Content_Types].xml"])
    (relation,) = ElementTree.fromstring(copied["word/_rels/document.xml.rels"])
    assert (override.tag, relation.tag) == (f"{{{TYPES}}}Override", f"{{{RELATIONS}}}Relationship")


def test_places_of_comments_that_are_gone_are_not_taken_for_those_of_new_ones() -> None:
    left = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    check(word_parts(paragraph(left[0], NOWHERE, left[1])), "--comments", "copy.docx")
    comments = ElementTree.fromstring(parts_of("copy.docx")["word/comments.xml"])
    assert "0" not in [one.get(f"{W}id") for one in comments]


def test_words_to_choose_from_in_a_form_are_told() -> None:
    choice = f'<w:ffData><w:ddList><w:listEntry w:val="{NOWHERE}"/></w:ddList></w:ffData>'
    field = f'<w:r><w:fldChar w:fldCharType="begin">{choice}</w:fldChar></w:r>'
    done = check(
        word_parts(
            paragraph("The ferry stays.") + paragraph(field, '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        )
    )
    assert done.exit_code == 1
    assert "a choice of a form" in done.stderr
