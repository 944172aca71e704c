"""What no reader sees, and what print does to words, makes no other word, in drafts and reports."""

import random
import unicodedata

import pytest

import variorum
from variorum.checking.results import FOUND, CheckResult
from variorum.model import Article

REPORT = (
    "The archive at Hale was flooded. “We found the official figures of 1,250 boats in a metal box, and "
    "nobody didn’t know,” said Inès Müller-Lindqvist, who runs it.\n\nThe mayor, Renée Ørsted, told "
    "reporters on Monday: “The five well-known pieces weren’t lost in the co-operative’s fire.”"
)
DRAFT = (
    "“We found the official figures of 1,250 boats in a metal box, and nobody didn’t know,” said Inès "
    "Müller-Lindqvist.\n\n“The five well-known pieces weren’t lost in the co-operative’s fire,” Renée Ørsted "
    "said."
)
SPEAKERS = ["Inès Müller-Lindqvist", "Renée Ørsted"]
SIGNS = "\u200b\u2060\ufeff\ufe00\ufe0f\U000e0100\u200c\u200d\u200e\u202a\u2069\u00ad\U000e0041\u180e\u061c"


def sprinkled(text: str, source: random.Random) -> str:
    """Return the text with hidden signs anywhere, also in names, numbers and verbs, single and in rows."""
    parts = []
    for sign in text:
        parts.append(sign)
        if source.random() < 0.15:
            parts.extend(source.choices(SIGNS, k=source.choice((1, 1, 8))))
    return "".join(parts)


def check(draft: str, report: str) -> CheckResult:
    return variorum.check(draft, against=[Article(id="r", text=report)])


@pytest.mark.parametrize("seed", range(8))
def test_hidden_signs_change_no_verdict_and_no_name(seed: int) -> None:
    source = random.Random(seed)
    draft = sprinkled(DRAFT, source) if seed % 3 else unicodedata.normalize("NFD", DRAFT)
    report = sprinkled(REPORT, source) if seed % 2 else unicodedata.normalize("NFD", REPORT)
    result = check(draft, report)
    assert [one.verdict in FOUND for one in result.quotations] == [True, True]
    for one, speaker in zip(result.quotations, SPEAKERS, strict=True):
        assert unicodedata.normalize("NFC", one.speaker or "") == speaker
        assert one.matches[0].speaker == speaker
        assert report[one.matches[0].start : one.matches[0].end] == one.matches[0].text


def test_hidden_signs_are_told_once_for_each_text() -> None:
    draft = DRAFT.replace("found", "fo\u200bund").replace("pieces", "pie\ufe01\ufe02ces")
    assert check(draft, REPORT.replace("metal", "me\u2060tal")).notices == (
        "draft holds invisible signs (3)",
        "r holds invisible signs (1)",
    )
    assert check(DRAFT, REPORT).notices == ()


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("official", "offi-\ncial"),
        ("official", "offi\u2010\ncial"),
        ("official", "offi- cial"),
        ("official", "offi\u00ad\ncial"),
        ("official", "offi\n\u00ad\ncial"),
        ("official", "offi\u00adcial"),
        ("official", "o\ufb03cial"),
        ("official", "of\u2009ficial"),
        ("official", "o f f i c i a l"),
        ("fire", "\ufb01re"),
        ("well-known", "well-\nknown"),
        ("well-known", "well- known"),
        ("pieces", "pie- ces"),
        ("We found", "We fo- und"),
        ("Nobody", "No- body"),
    ],
)
@pytest.mark.parametrize("side", ["draft", "report"])
def test_a_word_that_print_has_broken_is_the_same_word(word: str, broken: str, side: str) -> None:
    draft, report = (text.replace("nobody", "Nobody") for text in (DRAFT, REPORT))
    changed = {"draft": draft, "report": report}
    changed[side] = changed[side].replace(word, broken)
    found = check(changed["draft"], changed["report"]).quotations
    assert [one.verdict for one in found if one.verdict not in FOUND] == []


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("official", "offi- cious"),
        ("the co-operative", "the co- operator"),
        ("well-known", "well un- known"),
        ("nobody didn’t", "any body didn’t"),
        ("found", "fo- unds"),
    ],
)
def test_a_break_hides_no_other_word(word: str, other: str) -> None:
    found = check(DRAFT.replace(word, other), REPORT).quotations
    assert any(one.verdict == "altered" for one in found)
