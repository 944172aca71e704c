"""Every text that expected.json names is printed, word for word, in the report it names."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

HERE = Path(__file__).parent
REPORTS = HERE.parents[2] / "src" / "variorum" / "example" / "reports"
EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
HIDDEN = {"script", "style", "title"}
BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "blockquote", "figcaption", "section", "cite", "time"}


class VisibleText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in HIDDEN
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in HIDDEN
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def visible(page: str) -> str:
    parser = VisibleText()
    parser.feed(page)
    return "".join(parser.parts)


def report_texts() -> dict[str, str]:
    texts = {}
    for path in sorted(REPORTS.iterdir()):
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            records = map(json.loads, content.splitlines())
            texts.update((record["id"], record["text"]) for record in records)
        else:
            texts[path.name] = visible(content) if path.suffix == ".html" else content
    return texts


def claims(node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if "report" in node:
            yield node["report"], node.get("text", node.get("quote"))
        for value in node.values():
            yield from claims(value)
    elif isinstance(node, list):
        for value in node:
            yield from claims(value)


def test_every_text_is_printed_in_its_report() -> None:
    texts = report_texts()
    missing = [(key, text) for key, text in claims(EXPECTED) if text not in texts.get(key, "")]
    assert not missing


def test_all_five_reports_are_described() -> None:
    assert {key for key, _ in claims(EXPECTED)} == set(report_texts()) == set(EXPECTED["reports"])


def test_differences_have_two_values_and_known_severities() -> None:
    for difference in EXPECTED["differences"]:
        assert difference["severity"] in {"critical", "material", "minor"}
        assert len({side["value"] for side in difference["sides"]}) >= 2, difference["note"]
