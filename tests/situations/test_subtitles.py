"""Subtitles as files (.vtt, .srt) and pasted into a text: what is said, by whom, without the player's numbers.

After reports that times were read as figures and cue numbers stood inside quotations.
"""

# ruff: noqa: E501
from __future__ import annotations

import pytest
from tests.situations.reading import annotated, article_of, items_of, notes_of, said

from variorum.model import AnnotatedArticle, Reject

SAID = (
    "Ulla Brandt: The reservoir is at nine per cent, the lowest since 1976.\n\n"
    "Kofi Marsh: How long will that last?\n\n"
    "Ulla Brandt: Forty days, if nobody waters a lawn.\n\n"
    "Kofi Marsh: Thank you."
)
VTT = """WEBVTT

1
00:00:01.500 --> 00:00:04.000
<v Ulla Brandt>The reservoir is at nine per cent,

2
00:00:04.000 --> 00:00:05.250 align:start
<v Ulla Brandt>the lowest since 1976.

3
00:00:05.300 --> 00:00:07.000
<v Kofi Marsh>How long will that last?

4
00:00:07.900 --> 00:00:11.000
<v Ulla Brandt>Forty days,
if nobody waters a lawn.

5
00:00:11.400 --> 00:00:12.000
<v Kofi Marsh>Thank you.
"""
LABELLED = VTT.replace("<v Ulla Brandt>", "Ulla Brandt: ").replace("<v Kofi Marsh>", "Kofi Marsh: ")
SRT = LABELLED.replace("WEBVTT\n\n", "").replace(" align:start", "")
SRT = "\n".join(line.replace(".", ",") if "-->" in line else line for line in SRT.split("\n"))

FILES = {
    "voices": ("a.vtt", VTT),
    "voices that end": ("a.vtt", VTT.replace("1976.", "1976.</v>").replace("last?", "last?</v>")),
    "voices with classes": ("a.vtt", VTT.replace("<v ", "<v.first.loud ")),
    "without numbers": ("a.vtt", "\n".join(line for line in VTT.split("\n") if not line.isdigit())),
    "with names for numbers": ("a.vtt", VTT.replace("\n2\n", "\nsecond part\n")),
    "with notes and styles": (
        "a.vtt",
        VTT.replace(
            "WEBVTT\n", "WEBVTT\n\nNOTE made by hand\non two lines\n\nSTYLE\n::cue { color: red }\n", 1
        ),
    ),
    "with short times": ("a.vtt", VTT.replace("00:00:0", "00:0").replace("00:00:1", "00:1")),
    "with times inside": ("a.vtt", VTT.replace("per cent", "<00:00:03.100><c>per</c> <c>cent</c>")),
    "italics and colours": (
        "a.vtt",
        VTT.replace("nine", "<i>nine</i>").replace("Forty", "<c.yellow>Forty</c>"),
    ),
    "line ends of Windows": ("a.vtt", VTT.replace("\n", "\r\n")),
    "a byte order mark": ("a.vtt", "\ufeff" + VTT),
    "labels": ("a.vtt", LABELLED),
    "labels in capitals": (
        "a.vtt",
        LABELLED.replace("Ulla Brandt", "ULLA BRANDT").replace("Kofi Marsh", "KOFI MARSH"),
    ),
    "two voices in one caption": (
        "a.vtt",
        VTT.replace("\n\n3\n00:00:05.300 --> 00:00:07.000\n", "\n"),
    ),
    "SubRip": ("a.srt", SRT),
    "SubRip with marks of fonts": (
        "a.srt",
        SRT.replace("How long", "{\\an8}<font color='#fff'>How long</font>"),
    ),
    "SubRip without empty lines": ("a.srt", SRT.replace("\n\n", "\n")),
    "no suffix": ("subtitles", VTT),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_what_is_said_a_turn_a_paragraph(kind: str) -> None:
    name, text = FILES[kind]
    article = article_of(name, text)
    expected = (
        SAID
        if "capitals" not in kind
        else SAID.replace("Ulla Brandt", "ULLA BRANDT").replace("Kofi Marsh", "KOFI MARSH")
    )
    assert article.text == expected
    assert article.status == "read"
    one = annotated(name, text)
    assert [name.title() for name in said(one, "the lowest since 1976") if name] == ["Ulla Brandt"]
    assert [name.title() for name in said(one, "How long will that last") if name] == ["Kofi Marsh"]
    assert figures_of(one) == ["nine per cent", "1976", "Forty days"]


def figures_of(one: AnnotatedArticle) -> list[str]:
    return [figure.span.of(one.article.text) for figure in one.annotation.figures]


def test_what_is_said_without_a_name_is_still_apart() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n- Is it shut?\n- It is.\n\n2\n00:00:02,000 --> 00:00:03,000\n>> Since when?\n"
    assert article_of("a.srt", text).text == "Is it shut?\n\nIt is.\n\nSince when?"


def test_a_pause_after_a_sentence_begins_a_paragraph() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nIt is shut.\n\n00:02.100 --> 00:03.000\nStill.\n\n00:09.000 --> 00:10.000\nNow it opens.\n"
    assert article_of("a.vtt", text).text == "It is shut. Still.\n\nNow it opens."


def test_sounds_stand_by_themselves() -> None:
    text = VTT.replace("<v Kofi Marsh>How long", "[bell rings]\n<v Kofi Marsh>How long")
    assert article_of("a.vtt", text).text == SAID.replace(
        "Kofi Marsh: How", "[bell rings]\n\nKofi Marsh: How"
    )


def cues(*captions: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(
        f"00:00:{number:02}.000 --> 00:00:{number + 1:02}.000\n{caption}"
        for number, caption in enumerate(captions)
    )


@pytest.mark.parametrize(
    "captions",
    [
        (
            "the reservoir",
            "the reservoir is at",
            "the reservoir is at nine per cent",
            "is at nine per cent now",
        ),
        (
            "the reservoir is at",
            "the reservoir is at",
            "the reservoir is at\nnine per cent",
            "nine per cent",
            "nine per cent\nnow",
        ),
        ("the reservoir\nis at nine", "is at nine\nper cent", "per cent\nnow"),
        ("The reservoir is", "the reservoir is at nine", "at nine per cent", "per cent now"),
        (
            "the<00:00:00.500><c> reservoir is at</c>",
            "the reservoir is at",
            "the reservoir is at\nnine<00:00:02.100><c> per cent now</c>",
        ),
    ],
)
def test_captions_that_roll_are_said_once(captions: tuple[str, ...]) -> None:
    article = article_of("a.vtt", cues(*captions))
    assert article.text.lower() == "the reservoir is at nine per cent now"
    assert "roll" in notes_of(article)


def test_people_who_repeat_themselves_do_not_roll() -> None:
    article = article_of(
        "a.vtt", cues("No.", "No.", "The reservoir is low.", "How low?", "Nine per cent.", "And then?")
    )
    assert article.text == "No. No. The reservoir is low. How low? Nine per cent. And then?"


def test_title_and_language_of_the_head_are_taken() -> None:
    article = article_of(
        "a.vtt", VTT.replace("WEBVTT\n", "WEBVTT - The drought\nKind: captions\nLanguage: en-GB\n", 1)
    )
    assert (article.title, article.lang) == ("The drought", "en-GB")


@pytest.mark.parametrize(
    "text", ["The reservoir is low.\n", "WEBVTT\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"]
)
def test_a_file_without_words_or_times_is_refused(text: str) -> None:
    (reject,) = items_of("a.vtt", text)
    assert isinstance(reject, Reject)
    assert "save it as .txt" in reject.reason


# ---- pasted into a text --------------------------------------------------------------------------------

OTTER = "Ulla Brandt  0:01\n{0}\n\nKofi Marsh  0:05\n{1}\n\nUlla Brandt  1:07\n{2}\n"
LINES = (
    "The reservoir is at nine per cent, the lowest since 1976.",
    "How long will that last?",
    "Forty days, if nobody waters a lawn.",
)
PASTED = {
    "WebVTT": VTT,
    "WebVTT without hours": VTT.replace("00:00:0", "00:0").replace("00:00:1", "00:1"),
    "SubRip": SRT,
    "SubRip without empty lines": SRT.replace("\n\n", "\n"),
    "SubRip with line ends of Windows": SRT.replace("\n", "\r\n"),
    "time, name, colon": "".join(f"00:00:0{n} {who}: {line}\n\n" for n, who, line in zip((1, 5, 7), ("Ulla Brandt", "Kofi Marsh", "Ulla Brandt"), LINES, strict=True)),
    "time in brackets, name, colon": "".join(f"[00:0{n}] {who}: {line}\n" for n, who, line in zip((1, 5, 7), ("BRANDT", "MARSH", "BRANDT"), LINES, strict=True)),
    "name, time in brackets, colon": "".join(f"{who} [00:00:0{n}]: {line}\n" for n, who, line in zip((1, 5, 7), ("Speaker 1", "Speaker 2", "Speaker 1"), LINES, strict=True)),
    "name and time on a line": OTTER.format(*LINES),
    "name, tab and time on a line": OTTER.replace("  ", "\t").format(*LINES),
    "name and time in brackets on a line": OTTER.replace("  0:01", " (0:01)").replace("  0:05", " (0:05)").replace("  1:07", " (1:07)").format(*LINES),
    "time alone, then label": "".join(f"0:0{n}\n{who}: {line}\n" for n, who, line in zip((1, 5, 7), ("BRANDT", "MARSH", "BRANDT"), LINES, strict=True)),
}  # fmt: skip


@pytest.mark.parametrize("kind", PASTED)
def test_times_and_cue_numbers_in_a_text_are_no_figures_and_in_no_quotation(kind: str) -> None:
    one = annotated("hearing.txt", PASTED[kind])
    text = one.article.text
    assert text == PASTED[kind]  # the stored text is the file
    assert [f for f in figures_of(one) if f not in ("nine per cent", "1976", "Forty days")] == []
    assert "1976" in figures_of(one)
    for quotation in one.annotation.quotations:
        words = " ".join(span.of(text) for span in quotation.content)
        assert "-->" not in words
        assert "00:" not in words
        assert not any(part.strip().isdigit() for part in words.split("\n"))


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("9:00 Doors open\n\n10:30 Speeches\n\n14:15 Boat race\n", ["9:00", "10:30", "14:15"]),
        ("The vote began at 9:00 and ended at 10:30.\n\nMayor: a long day.\n", ["9:00", "10:30"]),
        ("12:40 Update: the road is open.\n\nThe road had been shut since 10:15.\n", ["12:40", "10:15"]),
        ("Results\n\n1\n\n2\n\n3\n\nThe match ended 3-2.\n", ["3-2"]),
    ],
)
def test_times_of_the_news_stay_figures(text: str, figures: list[str]) -> None:
    assert [f for f in figures_of(annotated("news.txt", text)) if f not in "123"] == figures


@pytest.mark.parametrize("kind", ["WebVTT", "WebVTT without hours", "voices that end", "voices with classes"])
def test_voice_spans_in_a_text_name_who_speaks(kind: str) -> None:
    text = PASTED[kind] if kind in PASTED else FILES[kind][1]
    one = annotated("hearing.txt", text)
    assert said(one, "How long will that last?") == ["Kofi Marsh"]
    assert said(one, "if nobody waters a lawn") == ["Ulla Brandt"]
    assert not any("</v>" in span.of(text) for each in one.annotation.quotations for span in each.content)


SHORT = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ulla Brandt>It is bent\nlike a spoon.\n\n00:03.500 --> 00:05.000\n<v Kofi Marsh>We heard it &amp; ran.\n"


def test_two_turns_of_a_file_that_names_their_speakers_are_enough() -> None:
    one = annotated("short.vtt", SHORT)
    assert said(one, "It is bent like a spoon.") == ["Ulla Brandt"]
    assert said(one, "We heard it & ran.") == ["Kofi Marsh"]
    capitals = SHORT.replace("<v Ulla Brandt>", "ULLA BRANDT: ").replace("<v Kofi Marsh>", "KOFI MARSH: ")
    assert said(
        annotated("short.srt", capitals.replace("WEBVTT\n\n", "1\n").replace("05.000", "05,000")), "ran"
    )


def test_somebody_whom_captions_do_not_name_is_not_the_one_before() -> None:
    one = annotated(
        "short.vtt",
        "WEBVTT\n\n00:01.000 --> 00:03.000\n>> ULLA BRANDT: It is bent.\n\n00:03.000 --> 00:05.000\n>> Who bent it?\n\n"
        "00:06.000 --> 00:08.000\n>> BRANDT: The ice.\n",
    )
    assert said(one, "It is bent.") == said(one, "The ice.") == ["Ulla Brandt"]
    assert said(one, "Who bent it?") in ([], [None])


def test_the_lines_of_one_pasted_caption_belong_together() -> None:
    cues = [
        ("ULLA BRANDT: It is bent\nlike a spoon.", 1),
        ("KOFI MARSH: We heard it\nand ran.", 4),
        ("BRANDT: So did I.", 7),
    ]
    text = "\n".join(
        f"{n}\n00:00:0{at},000 --> 00:00:0{at + 1},500\n{words}\n" for n, (words, at) in enumerate(cues, 1)
    )
    one = annotated("pasted.txt", text)
    assert said(one, "like a spoon.") == ["Ulla Brandt"]
    assert said(one, "and ran.") == ["Kofi Marsh"]
