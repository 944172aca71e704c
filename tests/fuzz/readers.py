"""What reads texts and is to do it in linear time: each prepares a text and returns what is then timed."""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import variorum
import variorum.formats
from variorum.annotation.neural.continuations import extend
from variorum.annotation.neural.features import encode, paragraph_spans, quote_states, windows
from variorum.annotation.neural.results import Attribution, Name, NetworkReading
from variorum.annotation.neural.signatures import merge, signed
from variorum.language.language import language
from variorum.model import Article
from variorum.pipeline import annotate_article, collate_story, prose_of
from variorum.text.marks import pair_marks
from variorum.text.normalise import read_words
from variorum.text.sentences import split_paragraphs, split_sentences

Reader = Callable[[str], Callable[[], object]]
_SEVENTH = re.compile(r"((?:\w+\W+){6})\w+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORDPROCESSING = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _article(text: str) -> Article:
    return Article(id="a", text=text, date="2024-03-06")


def _annotate(text: str) -> Callable[[], object]:
    return lambda: annotate_article(_article(text))


def _prose(text: str) -> Callable[[], object]:
    return lambda: prose_of(_article(text))


def _marks(text: str) -> Callable[[], object]:
    # Another text each time: the last ones are remembered.
    return lambda: pair_marks(f"{text} ", split_paragraphs(text))


def _sentences(text: str) -> Callable[[], object]:
    return lambda: split_sentences(text)


def _words(text: str) -> Callable[[], object]:
    return lambda: read_words(text, split_paragraphs(text), language("en"))


def _network(text: str) -> Callable[[], object]:
    """What happens before and after the network: features, windows, and joining findings with the rules'.

    The network itself sees windows of one size; in its place every second paragraph is one finding.
    """

    def run() -> object:
        words = [word.span() for word in _TOKEN.finditer(text)]
        encoded = encode(text, [0] * len(words), list(range(len(words))), words)
        list(windows(encoded, 500))
        lines = paragraph_spans(text)
        states = quote_states(text, lines)
        found = merge(_findings(lines), signed(text, lines, states))
        said = extend(text, lines, states, found)
        names = tuple(Name(start=a, end=b, kind="person") for a, b in words if text[a].isupper())
        return annotate_article(_article(text), reading=NetworkReading(attributions=tuple(said), names=names))

    return run


def _findings(lines: list[tuple[int, int]]) -> list[Attribution]:
    return [
        Attribution(
            content=((a, b - 2),), cue=((b - 2, b - 1),), source=((b - 1, b),), act="speech", confidence=1.0
        )
        for a, b in lines[::2]
        if b - a > 4
    ]


def _read(name: str, data: bytes) -> Callable[[], object]:
    def run() -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            return list(variorum.formats.read([path]))

    return run


def _utf8(text: str) -> bytes:
    return text.encode()


def _plain(text: str) -> Callable[[], object]:
    return _read("a.txt", _utf8(text))


def _markdown(text: str) -> Callable[[], object]:
    return _read("a.md", _utf8(text))


def _jsonl(text: str) -> Callable[[], object]:
    return _read("a.jsonl", _utf8(json.dumps({"id": "a", "text": text})))


def _html(text: str) -> Callable[[], object]:
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())
    return _read("a.html", _utf8(f"<html><body><article>{lines}</article></body></html>"))


def _docx(text: str) -> Callable[[], object]:
    printable = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
    lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in printable.split("\n"))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        document = f'<w:document xmlns:w="{_WORDPROCESSING}"><w:body>{lines}</w:body></w:document>'
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", document)
    return _read("a.docx", held.getvalue())


def _check(text: str) -> Callable[[], object]:
    report = Article(id="r", text="“The pier is old and it stays shut,” Ada Lund said.")
    return lambda: variorum.check(text, against=[report])


def _collate(text: str) -> Callable[[], object]:
    """Two reports of a story: the text, and the same without each seventh word."""
    texts = {"a": text, "b": _SEVENTH.sub(r"\1", text)}
    articles = [annotate_article(Article(id=id, text=own, date="2024-03-06")) for id, own in texts.items()]
    return lambda: collate_story("s", articles)


READERS: dict[str, Reader] = {
    "check": _check,
    "collate": _collate,
    "annotate": _annotate,
    "network": _network,
    "prose": _prose,
    "marks": _marks,
    "sentences": _sentences,
    "words": _words,
    "txt": _plain,
    "markdown": _markdown,
    "jsonl": _jsonl,
    "html": _html,
    "docx": _docx,
}
