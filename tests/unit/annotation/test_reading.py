"""The network's findings and the rules' become one list of quotations."""

import pytest

from variorum import pipeline
from variorum.annotation.neural.results import Attribution, NetworkReading
from variorum.model import AnnotatedArticle, Article, Block, Span

TEXT = (
    "The mill will reopen in May, the council hopes.\n\n"
    "“We start on Monday,” Ida Brand wrote in a letter to members. “Nobody is left behind.”\n\n"
    "The wheel has stood still since March.\n\n"
    "“Nobody told us anything about the closure at all.”"
)


def spans(*words: str) -> tuple[tuple[int, int], ...]:
    return tuple((TEXT.index(part), TEXT.index(part) + len(part)) for part in words)


def read(*attributions: Attribution, article: Article | None = None) -> AnnotatedArticle:
    article = article or Article(id="a", text=TEXT)
    return pipeline.annotate_article(article, reading=NetworkReading(attributions=attributions))


HOPE = Attribution(
    content=spans("The mill will reopen in May"),
    cue=spans("hopes"),
    source=spans("the council"),
    act="attitude",
    confidence=0.8123,
)
LETTER = Attribution(
    content=spans("“We start on Monday,”", "“Nobody is left behind.”"),
    cue=spans("wrote"),
    source=spans("Ida Brand"),
    confidence=0.97,
)


def test_kind_act_medium_and_speaker_are_told() -> None:
    hope, letter, _ = read(HOPE, LETTER).annotation.quotations
    assert (hope.kind, hope.act, hope.confidence) == ("indirect", "thought", 0.812)
    assert (letter.kind, letter.act, letter.medium) == ("direct", "writing", "letter")
    assert letter.speaker is not None
    assert letter.speaker.name == "Ida Brand"
    assert [span.of(TEXT) for span in letter.content] == ["“We start on Monday,”", "“Nobody is left behind.”"]


def test_quoted_words_that_only_the_rules_see_stay() -> None:
    quotations = read(HOPE, LETTER).annotation.quotations
    assert quotations[-1].content[0].of(TEXT) == "“Nobody told us anything about the closure at all.”"
    assert quotations[-1].source == ()


def test_nothing_is_told_twice() -> None:
    contents = [quotation.content for quotation in read(HOPE, LETTER).annotation.quotations]
    taken = sorted(span for content in contents for span in content)
    assert all(one.end <= other.start for one, other in zip(taken, taken[1:], strict=False))


def test_an_empty_reading_leaves_what_stands_in_marks() -> None:
    by_rules = pipeline.annotate_article(Article(id="a", text=TEXT)).annotation.quotations
    assert read().annotation.quotations == tuple(q for q in by_rules if q.kind == "direct")


def test_captions_hold_no_attribution() -> None:
    article = Article(id="a", text=TEXT, blocks=(Block(kind="caption", span=Span(0, 47)),))
    assert all(
        quotation.content[0].start > 47
        for quotation in read(HOPE, LETTER, article=article).annotation.quotations
    )


def test_a_nested_quotation_moves_into_its_new_host() -> None:
    text = "“He told me, ‘Go home at once,’ and I went,” said Ida Brand on the quay."
    outer = text.index(" said")
    attribution = Attribution(
        content=((0, outer),),
        cue=((outer + 1, outer + 5),),
        source=((outer + 6, outer + 15),),
        confidence=0.9,
    )
    host, nested = read(attribution, article=Article(id="a", text=text)).annotation.quotations
    assert host.inside is None
    assert nested.inside == host.id
    assert "Go home at once" in nested.content[0].of(text)


def findings(text: str, *attributions: tuple[str, str, str]) -> list[tuple[list[str], str, bool]]:
    """Return content, source and whether it stands inside another one, with findings of the network."""

    def at(words: str) -> tuple[tuple[int, int], ...]:
        return tuple((text.index(part), text.index(part) + len(part)) for part in words.split(" | ") if part)

    reading = NetworkReading(
        attributions=tuple(
            Attribution(content=at(content), cue=at(cue), source=at(source), confidence=0.9)
            for content, cue, source in attributions
        )
    )
    annotated = pipeline.annotate_article(Article(id="a", text=text), reading=reading)
    return [
        (
            [span.of(text) for span in each.content],
            each.source[0].of(text) if each.source else "",
            each.inside is not None,
        )
        for each in annotated.annotation.quotations
    ]


def test_the_layout_tells_whose_answer_it_is() -> None:
    text = "Q: Who shut it?\n\nA: My boss says he signed the order in May.\n\nQ: Why?\n\nA: Nobody knows."
    assert findings(
        text,
        ("he signed the order in May", "says", "My boss"),
        ("Nobody knows", ":", "Q"),
    ) == [
        (["Who shut it?"], "Q", False),
        (["My boss says he signed the order in May."], "A", False),
        (["he signed the order in May"], "My boss", True),
        (["Why?"], "Q", False),
        (["Nobody knows."], "A", False),
    ]


def test_two_speakers_are_not_made_one() -> None:
    text = "What now? “We keep the mill,” said Ida Brand. “We sell the mill,” said Jon Moss."
    joined = ("“We keep the mill,” | “We sell the mill,”", "said", "Ida Brand")
    assert findings(text, joined) == [
        (["“We keep the mill,”"], "Ida Brand", False),
        (["“We sell the mill,”"], "Jon Moss", False),
    ]


def test_a_heading_ends_what_is_said_in_it() -> None:
    text = "Mill to close, council says\n\nThe wheel has turned since 1802 and nobody minded."
    joined = ("Mill to close | The wheel has turned since 1802", "says", "council")
    assert findings(text, joined) == [(["Mill to close"], "council", False)]


def test_the_rules_name_the_source_that_the_network_does_not() -> None:
    text = "“Out with the lot of them!” howled the crowd."
    assert findings(text, ("“Out with the lot of them!”", "howled", "")) == [
        (["“Out with the lot of them!”"], "the crowd", False)
    ]


def test_an_article_is_no_source_and_a_mark_no_content() -> None:
    text = "“Out with you all!” howled the crowd. The pier « Swan fell."
    found = findings(text, ("“Out with you all!”", "howled", "the"), ("«", "fell", "The pier"))
    assert found == [(["“Out with you all!”"], "the crowd", False)]


def test_what_goes_on_joins_what_the_network_found_of_it() -> None:
    text = "“We keep the mill,” said Ida Brand. “We always have.”\n\n“And we always will, whatever comes.”"
    assert findings(text, ("“We keep the mill,”", "said", "Ida Brand")) == [
        (
            ["“We keep the mill,”", "“We always have.”", "“And we always will, whatever comes.”"],
            "Ida Brand",
            False,
        )
    ]


def test_a_relative_pronoun_is_the_source_only_as_the_subject_of_the_cue() -> None:
    text = "Ida Brand, who runs the mill, said it was old. Jon Moss, who said it was new, left."
    first = ("it was old", "said", "who")
    assert findings(text, first) == [(["it was old"], "Ida Brand, who runs the mill", False)]
    text = "Jon Moss, who said it was new, left."
    assert findings(text, ("it was new", "said", "who")) == [(["it was new"], "who", False)]


def test_a_name_in_marks_is_no_quotation() -> None:
    text = "The village kept “Harbour Day” with a race. The rowers called it “Hell”."
    assert findings(text, ("“Harbour Day”", "kept", "The village"), ("“Hell”", "called", "The rowers")) == [
        (["“Hell”"], "The rowers", False)
    ]


def test_whoever_is_told_does_not_speak() -> None:
    text = "Ida Brand was told by Judge Bo Falk: “You were trusted with the keys.”"
    told = Attribution(
        content=((text.index("“"), len(text)),), cue=((10, 18),), source=((0, 9),), confidence=0.9
    )
    [quotation] = read(told, article=Article(id="a", text=text)).annotation.quotations
    assert quotation.speaker is not None
    assert quotation.speaker.name == "Bo Falk"


def test_who_is_quoted_inside_a_quotation_is_not_told_as_the_reports_own() -> None:
    text = "‘Our members reported water on the deck, and nobody came,’ Ida Brand said on the quay."
    inner = Attribution(
        content=((text.index("water"), text.index(", and")),),
        cue=((text.index("reported"), text.index(" water")),),
        source=((text.index("Our"), text.index(" reported")),),
        confidence=0.4,
    )
    quotations = read(inner, article=Article(id="a", text=text)).annotation.quotations
    assert [quotation.speaker.name for quotation in quotations if quotation.speaker] == ["Ida Brand"]


def test_who_speaks_in_a_recording_is_not_who_shows_it() -> None:
    text = "The site Harbour Watch released video of Ada Lind complaining that “nobody wants the tapes.”"
    finding = ("that “nobody wants the tapes.”", "complaining", "The site Harbour Watch")
    assert [source for _, source, _ in findings(text, finding)] == ["Ada Lind"]
    (by_rules,) = pipeline.annotate_article(Article(id="a", text=text)).annotation.quotations
    assert by_rules.source[0].of(text) == "Ada Lind"


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("Tom Lind on Monday denied that the pier was shut.", "that the pier was shut", "denied", "Tom Lind"),
        ("The board then said that the pier was shut.", "that the pier was shut", "said", "The board"),
        ("Marl gave way to Ida Brand, who called the pier “dear”.", "the pier “dear”", "called", "who"),
        ("Five dockers accused of theft left the pier.", "theft", "accused", ""),
        ("A pier called “Hell” was shut.", "“Hell”", "called", ""),
    ],
)  # fmt: skip
def test_the_subject_right_before_a_verb_of_speech_is_its_source(
    text: str, content: str, cue: str, source: str
) -> None:
    assert "".join(found[1] for found in findings(text, (content, cue, ""))) == source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The dockers have sent Ida Brand, of Marl, a letter saying the pier is shut.", "The dockers"),
        ("Ida Brand, of Marl, had a letter saying the pier is shut.", "Ida Brand, of Marl"),
    ],
)
def test_whoever_is_sent_a_letter_does_not_speak_in_it(text: str, source: str) -> None:
    [(_, found, _)] = findings(text, ("the pier is shut", "a letter saying", "Ida Brand, of Marl"))
    assert found == source
