"""The network in use: spans, order, batches, odd texts."""

import pytest

from variorum.annotation.neural import Attribution, attributions, entities, readings

REPORT = """Harbour bridge to close for repairs

The Osterwick harbour bridge will close on Monday, the city council said.

“We found cracks in two of the main cables,” chief engineer Ada Lund told reporters on Friday. “Nobody \
should drive over it until they are replaced.”

Mayor Tom Berrin said that the work would take six weeks and cost 4 million crowns.

According to the harbour company, ferries will run every ten minutes.

Shop owners fear that they will lose customers."""

ODD = {
    "empty": "",
    "blank": " \n\n\t ",
    "a letter": "x",
    "marks only": "“”‘’\"\"''``«»",
    "one mark": '"',
    "no quotation": "The bridge is closed. It rained.",
    "unclosed": "“We are closing the bridge, said Ada Lund.\n\n“It is not safe.",
    "control characters": "Ada\x00 Lund\u200b said\u2028 “no”.\r\n",
    "emoji and joined characters": "“👩‍👩‍👧 e\u0301te\u0301 Straße ﬁne,” said Ada Lund 🙂.",
    "no blanks": "a" * 5000,
    "another script": "「橋は閉鎖された」と市長は述べた。",
}


def _spans(a: Attribution) -> list[tuple[int, int]]:
    return [*a.content, *a.cue, *a.source]


def _words(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[s:e] for s, e in spans]


def test_direct_quotation_with_attribution_in_the_middle() -> None:
    found = [a for a in attributions([REPORT])[0] if "told" in " ".join(_words(REPORT, a.cue))]
    assert len(found) == 1
    assert _words(REPORT, found[0].content) == [
        "“We found cracks in two of the main cables,”",
        "“Nobody should drive over it until they are replaced.”",
    ]
    assert _words(REPORT, found[0].source) == ["chief engineer Ada Lund"]
    assert found[0].act == "speech"
    assert found[0].confidence > 0.8


def test_indirect_speech_and_sources_without_a_verb() -> None:
    found = {" ".join(_words(REPORT, a.source)): a for a in attributions([REPORT])[0]}
    mayor = found["Mayor Tom Berrin"]
    assert _words(REPORT, mayor.cue) == ["said"]
    assert "the work would take six weeks" in _words(REPORT, mayor.content)[0]
    assert _words(REPORT, found["the harbour company"].cue) == ["According to"]


def test_fear_is_an_attitude() -> None:
    found = [a for a in attributions([REPORT])[0] if _words(REPORT, a.cue) == ["fear"]]
    assert [a.act for a in found] == ["attitude"]


def test_names_come_with_the_same_reading() -> None:
    names = entities([REPORT])[0]
    people = {REPORT[n.start : n.end] for n in names if n.kind == "person"}
    assert {"Ada Lund", "Tom Berrin"} <= people
    assert names == list(next(readings([REPORT])).names)


def test_nobody_is_quoted_in_nothing() -> None:
    assert attributions([]) == []
    assert attributions(["", " \n "]) == [[], []]


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_spans_lie_in_the_text(text: str) -> None:
    for a in attributions([text])[0]:
        assert a.content
        assert a.cue
        assert 0 <= a.confidence <= 1
        assert all(0 <= s < e <= len(text) for s, e in _spans(a))
    assert all(0 <= n.start < n.end <= len(text) for n in entities([text])[0])


def test_spans_are_sorted_and_roles_never_overlap() -> None:
    for a in attributions([REPORT])[0]:
        taken = sorted(_spans(a))
        assert all(e <= s for (_, e), (s, _) in zip(taken, taken[1:], strict=False))
        assert list(a.content) == sorted(a.content)


def test_very_long_text() -> None:
    text = "\n\n".join([REPORT] * 60)
    found = attributions([text])[0]
    assert len(found) > 60 * 3
    assert [a.cue for a in found] == sorted(a.cue for a in found)


def test_one_endless_paragraph() -> None:
    text = "Ada Lund said that it was not safe. " * 400
    assert len(attributions([text])[0]) > 300


def test_same_findings_whatever_the_batch() -> None:
    texts = [REPORT, *ODD.values(), REPORT.replace("Ada", "Eva"), "Tom Berrin said no."]
    alone = [attributions([t])[0] for t in texts]
    assert attributions(texts) == alone
    assert attributions(texts, batch_tokens=200) == alone
    assert attributions(texts[::-1], batch_tokens=1)[::-1] == alone
    assert attributions(texts, threads=1) == alone


def test_many_texts_are_read_lazily() -> None:
    asked = []

    def texts():
        for i in range(1000):
            asked.append(i)
            yield "Ada Lund said no."

    assert next(readings(texts())).attributions
    assert len(asked) < 100
