# ruff: noqa: E501 (a table of pairs reads best with a pair a line)
import pytest
from tests.unit.collation.reports import report

from variorum.collation.utterances.rendering import renderings
from variorum.collation.variants.stage import align_readings
from variorum.model import Variant
from variorum.pipeline import collate_story


def variants(one: str, other: str, *, speaker: str = "Ada Lind") -> list[Variant]:
    articles = report("a", f"{{q|{speaker}|{one}}}."), report("b", f"{{q|{speaker}|{other}}}.")
    (utterance,) = [found for found in collate_story("s", articles).utterances if len(found.readings) == 2]
    return list(utterance.variants)


def told(one: str, other: str) -> list[tuple[str, str]]:
    return [(variant.type, variant.severity) for variant in variants(one, other)]


CASES = [
    ("negation", "critical", "We can't rule out a fault with the door", "We can rule out a fault with the door"),
    ("negation", "critical", "It was an unusual price for the old mill", "It was a usual price for the old mill"),
    ("negation", "critical", "Nobody in the town asked for the tunnel", "Everybody in the town asked for the tunnel"),
    ("negation", "critical", "The board failed to warn the families", "The board warn the families"),
    ("negation", "critical", "We are the party of the mills, and they aren't", "We are the party of the mills, and they are"),
    ("elision", "material", "open and fair with the people of the town",
     "open despite the warnings of the banks and fair with the people of the town"),
    ("wording", "material", "Karl lied and they ruined his good name", "Karl lied and it ruined his good name"),
    ("truncation", "minor", "No, we will not open the bridge before noon", "We will not open the bridge before noon"),
    ("figure", "critical", "The wind was gusting at 47 knots", "The wind was gusting at 57 knots"),
    ("figure", "critical", "We lost twenty-five men in the pit", "We lost 35 men in the pit"),
    ("date", "critical", "The line will reopen on Thursday morning", "The line will reopen on Friday morning"),
    ("date", "critical", "We bought the painting in 1998 in Paris", "We bought the painting in 1989 in Paris"),
    ("name", "critical", "The money came from old Hollis himself", "The money came from old Marsh himself"),
    ("name", "minor", "The money came from old Kovarik himself", "The money came from old Kovarick himself"),
    ("wording", "material", "The company has serious questions to answer", "The company has serious charges to answer"),
    ("wording", "material", "The valley may lose its only school", "The valley will lose its only school"),
    ("wording", "minor", "These are the people who built the bridge", "These are the people that built the bridge"),
    ("wording", "minor", "We lost miners and farmers in the flood", "We lost farmers and miners in the flood"),
    ("elision", "material", "We told them in January, in writing and with photographs, and nobody came",
     "We told them in January and nobody came"),
    ("elision", "minor", "its commitment to a full and timely inquiry", "its commitment to a full inquiry"),
    ("elision", "material", "The bridge is safe unless the river rises and we will open it",
     "The bridge is safe and we will open it"),
    ("elision", "minor", "We told them in January, in writing and with photographs, and nobody came",
     "We told them in January … and nobody came"),
    ("elision", "minor", "The bridge is, you know, safe for all of us", "The bridge is safe for all of us"),
    ("splice", "material", "The bridge is safe. I was there in the storm with my brother. We will open it tomorrow.",
     "The bridge is safe. We will open it tomorrow."),
    ("insertion", "minor", "He did everything we would ask of a master",
     "He [Captain Vale] did everything we would ask of a master"),
    ("insertion", "minor", "She asked us to leave the room at once", "[Mrs. Vale] asked us to leave the room at once"),
    ("censoring", "minor", "That was no bump, that was bullshit", "That was no bump, that was bulls**t"),
    ("censoring", "minor", "That was no bump, that was bulls**t", "That was no bump, that was b------t"),
    ("truncation", "minor", "We will open the bridge tomorrow at noon if it holds", "We will open the bridge tomorrow"),
    ("truncation", "material", "I do not believe the bridge is safe for the buses", "the bridge is safe for the buses"),
    ("truncation", "material", "Taken together, the papers charge that the board hid the flood", "the board hid the flood"),
    ("truncation", "minor", "That is the valley that the board hid from us in the flood", "the board hid from us in the flood"),
    ("truncation", "material", "We leave now. Do not wait to be told twice", "We leave now. Do not wait to be told"),
    ("truncation", "minor", "We leave now. Wait to be told twice", "We leave now. Wait to be told"),
    ("elision", "material", "The man owns half the harbour of this town", "The man owns the harbour of this town"),
    ("form", "minor", "We can't open the bridge before noon", "We cannot open the bridge before noon"),
    ("form", "minor", "We will open it on November 3 at noon", "We will open it on 3 November at noon"),
    ("form", "minor", "The colour of the water was wrong", "The color of the water was wrong"),
    ("form", "minor", "We met the United States envoy at noon", "We met the U.S. envoy at noon"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "severity", "one", "other"), CASES)
def test_a_difference_has_its_type_and_severity_whichever_report_has_it(
    kind: str, severity: str, one: str, other: str
) -> None:
    assert told(one, other) == [(kind, severity)]
    assert told(other, one) == [(kind, severity)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "We had five boats alongside — fishermen, most of them",
            "We had 5 boats alongside - fishermen, most of them",
        ),
        ("They cut the crew by 12 percent since then", "They cut the crew by 12% since then"),
        ("The bridge is safe, and we will open it", "[T]he bridge is safe and we will open it"),
        ("He called it “a rotten deal” for the town", "He called it ‘a rotten deal’ for the town"),
        ("Dr. Vale went to Café Royal with us", "Dr Vale went to Cafe\u0301 Royal with us"),
    ],
)
def test_typography_is_no_difference(one: str, other: str) -> None:
    assert told(one, other) == []


def test_not_only_is_no_negation() -> None:
    assert ("negation", "critical") not in told(
        "It is not only a bridge to the people here", "It is a bridge to the people here"
    )


def test_two_negations_that_cancel_each_other_leave_the_sense() -> None:
    found = told(
        "fire and fury like nothing the valley has ever seen", "fire and fury like the valley has never seen"
    )
    assert all(severity == "minor" for _, severity in found)


def test_lost_words_show_their_neighbours_and_the_words_themselves() -> None:
    (variant,) = variants("We can not rule out a fault", "We can rule out a fault")
    assert [[part.text for part in side.evidence] for side in variant.sides] == [["not"], ["can rule"]]


def test_part_of_a_printed_word_is_shown_whole() -> None:
    (variant,) = variants("We can't rule out a fault", "We can rule out a fault")
    assert variant.sides[0].evidence[0].text == "can't"


def test_words_outside_the_marks_are_not_missing() -> None:
    articles = (
        report("a", "{q|Ada Lind|The new bridge will be opened by the mayor}."),
        report("b", "She said the new bridge {q||will be opened by the mayor}."),
    )
    (utterance,) = collate_story("s", articles).utterances
    assert utterance.variants == ()


def test_a_pronoun_outside_the_marks_stands_for_the_name_inside_them() -> None:
    articles = (
        report(
            "a", "{q|Ada Lind|We found evidence that Brandt believed that the board was hiding the flood}."
        ),
        report("b", "She said they found evidence he believed {q|Ada Lind|the board was hiding the flood}."),
    )
    (utterance,) = collate_story("s", articles).utterances
    assert utterance.variants == ()


def test_words_that_one_of_three_reports_has_are_put_in() -> None:
    plain = "We will pay everyone before the end of March"
    added = "We will pay everyone, rich and poor alike, before the end of March"
    articles = [
        report(name, f"{{q|Ada Lind|{words}}}.")
        for name, words in zip("abc", (plain, plain, added), strict=True)
    ]
    (utterance,) = collate_story("s", articles).utterances
    assert [variant.type for variant in utterance.variants] == ["insertion"]


def test_readings_that_render_a_place_alike_share_a_side() -> None:
    texts = ("We saw seven ships in the bay", "We saw seven ships in the bay", "We saw nine ships in the bay", "We saw ten ships in the bay")  # fmt: skip
    articles = [report(name, f"{{q|Ada Lind|{text}}}.") for name, text in zip("abcd", texts, strict=True)]
    (utterance,) = collate_story("s", articles).utterances
    (variant,) = utterance.variants
    assert [[part.article for part in side.evidence] for side in variant.sides] == [["a", "b"], ["c"], ["d"]]


def test_a_prompt_between_two_quotations_makes_their_joining_a_splice() -> None:
    joined = "Safety is the first thing we talk about. She will sail again when they say so."
    apart = (
        "{q|Ada Lind|Safety is the first thing we talk about.}\n\n"
        "Asked when the ship would return, she said: {q||She will sail again when they say so.}"
    )
    articles = report("a", f"{{q|Ada Lind|{joined}}}"), report("b", apart)
    (utterance,) = collate_story("s", articles).utterances
    assert [variant.type for variant in utterance.variants] == ["splice"]


def test_words_put_in_before_the_last_one_leave_it_unchanged() -> None:
    short = "A million people of this valley have filed for unemployment"
    assert told(short, short.replace("for", "for the sake of the unions for")) == [("elision", "material")]


def test_small_silent_losses_of_one_quotation_weigh_together() -> None:
    whole = "We thank the mayor for her promise to support an open, careful and early inquiry into the flood"
    assert told(whole, whole.replace("careful ", "")) == [("elision", "minor")]
    twice = whole.replace("careful ", "").replace("support ", "")
    assert told(whole, twice) == [("elision", "material"), ("elision", "material")]


SHOUTED = (
    "The tide was high that night. The board knew of the crack. {} I went home at six. My brother stayed on."
)
ASKED = "Ask the clerk who counted the boats. {} Nobody paid us for the ropes, and the winter came early."


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("We will not sell the old bridge to the city.", "We will sell the old bridge to the city.", ("negation", "critical")),
        ("We lost twenty boats in the old harbour.", "We lost thirty boats in the old harbour.", ("figure", "critical")),
        ("We will sell the old bridge to the city.", "We shall sell the old bridge to the city.", ("wording", "minor")),
    ],
)  # fmt: skip
def test_a_sentence_that_two_unlike_quotations_share_is_collated(
    one: str, other: str, expected: tuple[str, str]
) -> None:
    articles = [
        report(name, f"{{q|Ada Lind|{text}}}.")
        for name, text in (("a", SHOUTED.format(one)), ("b", ASKED.format(other)))
    ]
    found = [variant for each in collate_story("s", articles).utterances for variant in each.variants]
    assert expected in [(variant.type, variant.severity) for variant in found]


def test_a_part_that_only_a_later_report_joins_to_the_rest_is_compared_to_that_report() -> None:
    quiet = "They have turned quiet fishing grounds and clean harbours into a muddy desert"
    ruin = "We cannot accept as a county the ruin of our boats and the loss of good young crews"
    long = f"Think of it. We have asked them to stop, and asked again, and been laughed at. {quiet}"
    quoted = [long, f"{quiet}.}} {{q|Ada Lind|{ruin}", f"{quiet}. {ruin}"]
    articles = tuple(
        report(name, f"{{q|Ada Lind|{text}.}}") for name, text in zip("abc", quoted, strict=True)
    )
    pairs = align_readings(renderings(articles))
    hosts = {pair.reading.keys[0]: pair.base.article for pair in pairs if pair.reading.article == "b"}
    assert hosts == {"they": "a", "we": "c"}
