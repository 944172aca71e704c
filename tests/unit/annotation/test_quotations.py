"""Quotations by rules: content, cue and source in the orders and styles of reports."""

import time

import pytest

from variorum.annotation.layout.stage import assign_layout
from variorum.annotation.quotations.stage import assign_quotations
from variorum.language.language import language, languages
from variorum.language.tables import Cue
from variorum.model import Annotation, Article, Block, Post, Quotation, Span, content_id
from variorum.settings import AnnotateSettings

SETTINGS = AnnotateSettings()


def quotations(text: str, **layers: object) -> tuple[Quotation, ...]:
    record = {name: layers.pop(name) for name in ("blocks", "lang") if name in layers}
    article = Article(id="a", text=text, **record)  # type: ignore[arg-type]
    annotation = assign_layout(article, Annotation(**layers), settings=SETTINGS)  # type: ignore[arg-type]
    return assign_quotations(article, annotation, settings=SETTINGS).quotations


def words(text: str, quotation: Quotation) -> tuple[list[str], str, str]:
    """Return contents, cue and source as printed."""
    return (
        [span.of(text) for span in quotation.content],
        " ".join(span.of(text) for span in quotation.cue),
        " ".join(span.of(text) for span in quotation.source),
    )


def only(text: str, **layers: object) -> tuple[Quotation, tuple[list[str], str, str]]:
    found = quotations(text, **layers)
    assert len(found) == 1, [words(text, each) for each in found]
    return found[0], words(text, found[0])


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("“The pier is shut,” Lena Ford said.", ["“The pier is shut,”"], "said", "Lena Ford"),
        ("“The pier is shut,” said Lena Ford.", ["“The pier is shut,”"], "said", "Lena Ford"),
        ("“The pier is shut,” said Jan Ford.", ["“The pier is shut,”"], "said", "Jan Ford"),
        ("“The pier is shut,” she said Jan. 3.", ["“The pier is shut,”"], "said", "she"),
        ("“The pier is shut,” said Lena P. Ford.", ["“The pier is shut,”"], "said", "Lena P. Ford"),
        ("'The pier is shut,' said Ford.", ["'The pier is shut,'"], "said", "Ford"),
        ("Ford said: “The pier is shut.”", ["“The pier is shut.”"], "said", "Ford"),
        ("Said Ford: “The pier is shut.”", ["“The pier is shut.”"], "Said", "Ford"),
        ("“Why?” she asked.", ["“Why?”"], "asked", "she"),
        (
            "“The pier,” she said, “is shut for good.”",
            ["“The pier,”", "“is shut for good.”"],
            "said",
            "she",
        ),
        (
            "“The pier is shut,” she said. “It is old. Nobody cared.”",
            ["“The pier is shut,”", "“It is old. Nobody cared.”"],
            "said",
            "she",
        ),
        (
            "“The pier is shut,” said Ann Lee, a spokeswoman for the harbour, on Monday.",
            ["“The pier is shut,”"],
            "said",
            "Ann Lee, a spokeswoman for the harbour",
        ),
        (
            "Ann Lee, a spokeswoman for the harbour, told reporters on Monday: “The pier is shut.”",
            ["“The pier is shut.”"],
            "told",
            "Ann Lee, a spokeswoman for the harbour,",
        ),
        ("Ann Lee: “The pier is shut.”", ["“The pier is shut.”"], ":", "Ann Lee"),
        ("“The pier is shut.” — Ann Lee", ["“The pier is shut.”"], "—", "Ann Lee"),
        ("“The pier is drunk,” he chuckled.", ["“The pier is drunk,”"], "chuckled", "he"),
        ("“The pier is shut,” the note said.", ["“The pier is shut,”"], "said", "the note"),
        ("‘We’ve a drop o’ rain,’ he said.", ["‘We’ve a drop o’ rain,’"], "said", "he"),
        ("Lena Ford on life ashore: “I miss the sea”", ["“I miss the sea”"], ":", "Lena Ford"),
        ("Pier chief wept | “I miss the sea”", ["“I miss the sea”"], "|", "Pier chief wept"),
        ("‘I miss the sea’: Ford on life ashore", ["‘I miss the sea’"], ":", "Ford"),
        ("‘I miss the sea’: pier workers on life ashore", ["‘I miss the sea’"], ":", "pier workers"),
        ("More from Lena Ford: “I miss the sea.”", ["“I miss the sea.”"], ":", "Lena Ford"),
        (
            "As Ford, an early critic, put it in a letter: “It fell.”",
            ["“It fell.”"],
            "put it",
            "Ford, an early critic,",
        ),
        (
            "In the words of Lena Ford, who built it: “It fell.”",
            ["“It fell.”"],
            "In the words of",
            "Lena Ford, who built it",
        ),
        (
            "He rose late and, according to the clerk of the pier, “sat down at once”.",
            ["“sat down at once”"],
            "according to",
            "the clerk of the pier",
        ),
        ("“Out!” howled the crowd.", ["“Out!”"], "howled", "the crowd"),
        (
            "“The pier is mine,” gushes Ann Lee, 51, star of a play, “and the sea too.”",
            ["“The pier is mine,”", "“and the sea too.”"],
            "gushes",
            "Ann Lee, 51, star of a play",
        ),
        ("“There is a plan,” came the answer from Ford.", ["“There is a plan,”"], "came the answer", "Ford"),
        (
            "“The pier stood for ninety years,” she said by letter. “It fell in one.”",
            ["“The pier stood for ninety years,”", "“It fell in one.”"],
            "said",
            "she",
        ),
        (
            "Jo adds salt. “Nobody paid for this pier in ninety years.”",
            ["“Nobody paid for this pier in ninety years.”"],
            "adds",
            "Jo",
        ),
        (
            "Mention the crew and Ford smiles. “Nobody paid for this pier in ninety years.”",
            ["“Nobody paid for this pier in ninety years.”"],
            "smiles",
            "Ford",
        ),
        (
            "Lena Ford shrugs. “Nobody paid for this pier in ninety years.”",
            ["“Nobody paid for this pier in ninety years.”"],
            "shrugs",
            "Lena Ford",
        ),
    ],
)
def test_direct_speech(text: str, content: list[str], cue: str, source: str) -> None:
    quotation, printed = only(text)
    assert printed == (content, cue, source)
    assert quotation.kind == "direct"


@pytest.mark.parametrize(
    ("text", "kind", "content", "cue", "source"),
    [
        ("Ford said that the pier was shut.", "indirect", "that the pier was shut", "said", "Ford"),
        ("Ford told reporters he would resign.", "indirect", "he would resign", "told", "Ford"),
        ("The pier is shut for good, Ford said.", "indirect", "The pier is shut for good", "said", "Ford"),
        ("According to Ford, the pier is shut.", "indirect", "the pier is shut", "According to", "Ford"),
        ("The pier is shut, according to Ford.", "indirect", "The pier is shut", "according to", "Ford"),
        (
            "Ford said the closure was “a disgrace” and “an insult.”",
            "mixed",
            "the closure was “a disgrace” and “an insult.”",
            "said",
            "Ford",
        ),
        ("Ford called the closure “a disgrace.”", "mixed", "the closure “a disgrace.”", "called", "Ford"),
    ],
)
def test_mixed_and_indirect_speech(text: str, kind: str, content: str, cue: str, source: str) -> None:
    quotation, printed = only(text)
    assert printed == ([content], cue, source)
    assert quotation.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "The musical “Harbour Lights” won four prizes.",
        "Joe “the Plank” Smith opened the pier.",
        "The so-called “safe zone” was flooded.",
        "That said, the pier stays open.",
        "",
        "   \n\n  ",
        "“”",
        '"',
    ],
)
def test_titles_nicknames_and_terms_are_no_quotations(text: str) -> None:
    assert quotations(text) == ()


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "Three people familiar with the plans told the Gazette that the pier was unsafe.",
            "Three people familiar with the plans",
        ),
        ("Now some sailors are calling for a new pier.", "some sailors"),
        ("Per a report by the harbour, the pier is unsafe.", "a report by the harbour"),
        ("In the view of Lena Ford, the pier must have been unsafe for years.", "Lena Ford"),
    ],
)
def test_whole_sources(text: str, source: str) -> None:
    _, printed = only(text)
    assert printed[2] == source


@pytest.mark.parametrize(
    "text",
    [
        "The harbour will print its report, ‘Any Port At All’, in May.",
        "The pier costs nine crowns per visitor a day.",
    ],
)
def test_titles_and_rates_are_no_quotations(text: str) -> None:
    assert quotations(text) == ()


def test_two_attributions_in_a_sentence_are_two_quotations() -> None:
    text = "Ford said the pier was shut, adding that it was old."
    first, second = quotations(text)
    assert words(text, first) == (["the pier was shut"], "said", "Ford")
    assert words(text, second) == (["that it was old"], "adding", "Ford")


def test_one_subject_says_and_appeals() -> None:
    text = "The harbour said it would mend the pier and appealed to sailors to stay away from the rails."
    said, asked = quotations(text)
    assert words(text, said) == (["it would mend the pier"], "said", "The harbour")
    assert words(text, asked) == (["to stay away from the rails"], "appealed to", "The harbour")


def test_a_new_attribution_in_the_paragraph_begins_a_new_quotation() -> None:
    text = "“The pier is shut,” Ford said. “It is safe,” Lee said."
    assert [words(text, each)[2] for each in quotations(text)] == ["Ford", "Lee"]


def test_a_quotation_over_paragraphs_is_one() -> None:
    text = "“The pier is shut,” Ford said. “It is old.\n\n“Nobody cared for it.”"
    _, printed = only(text)
    assert printed == (["“The pier is shut,”", "“It is old.", "“Nobody cared for it.”"], "said", "Ford")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Bo Falk, 58, was told by Judge Lena Ford: “You were trusted.”", "Judge Lena Ford"),
        ("Falk had been repeatedly warned by the harbour master: “It will sink.”", "the harbour master"),
        ("Falk was told: “You were trusted.”", ""),
        ("Falk was beaten by Ford and had this to say: “It hurts.”", "Falk"),
    ],
)
def test_whoever_is_told_does_not_speak(text: str, source: str) -> None:
    _, (contents, _, printed) = only(text)
    assert contents == [text[text.index("“") :]]
    assert printed == source


def test_a_paragraph_that_ends_in_a_colon_introduces_the_next() -> None:
    text = "Ford told the council:\n\n“The pier is shut for good.”"
    _, printed = only(text)
    assert printed == (["“The pier is shut for good.”"], "told", "Ford")


def test_a_name_on_a_line_of_its_own_signs_the_quotation_before() -> None:
    text = "“The pier is shut for good.”\n\n— Ann Lee, mayor"
    _, printed = only(text)
    assert printed == (["“The pier is shut for good.”"], "—", "Ann Lee, mayor")


def test_who_was_reported_goes_on_in_quoted_words() -> None:
    text = "Lena Ford explained that the pier was old. “Wood does not wait for the likes of us.”"
    indirect, direct = quotations(text)
    assert words(text, indirect)[2] == "Lena Ford"
    assert words(text, direct) == (["“Wood does not wait for the likes of us.”"], "", "Lena Ford")


def test_quoted_words_without_source_stay_without() -> None:
    quotation, printed = only("“The pier is shut for good and all.”")
    assert printed[1:] == ("", "")
    assert quotation.speaker is None
    assert quotation.confidence < 0.6


def test_a_quotation_in_a_quotation_knows_what_it_stands_in() -> None:
    text = "“He told me, ‘Leave the pier now,’ and I ran,” Lee said."
    outer, inner = quotations(text)
    assert words(text, inner) == (["‘Leave the pier now,’"], "told", "He")
    assert inner.inside == outer.id
    assert outer.inside is None


def test_what_others_told_is_inside_the_words_that_tell_it() -> None:
    text = "“You may say what you like. My uncle told me the pier was rotten,” Lee said."
    outer, inner = quotations(text)
    assert words(text, inner) == (["the pier was rotten"], "told", "My uncle")
    assert (inner.kind, inner.inside) == ("indirect", outer.id)


def test_transcripts_are_read_by_their_labels() -> None:
    text = "Q. What happened?\n\nA. The pier fell.\n\nQ. When?"
    assert [words(text, each)[0] for each in quotations(text)] == [
        ["What happened?"],
        ["The pier fell."],
        ["When?"],
    ]
    text = "FORD: It is shut.\n\nLEE: Since when?\n\nFORD: Since noon.\n\nLEE: Thanks."
    assert [words(text, each)[2] for each in quotations(text)] == ["FORD", "LEE", "FORD", "LEE"]


def test_marks_around_a_turn_and_its_label_do_not_hide_the_label() -> None:
    text = '“FORD: It is shut.”\n\n"LEE: Since when?\n\n“FORD: Since noon.”\n\n"LEE: I see.\n\n"Thanks.'
    found = [words(text, each) for each in quotations(text)]
    assert [(content, source) for content, _, source in found] == [
        (["It is shut."], "FORD"),
        (["Since when?"], "LEE"),
        (["Since noon."], "FORD"),
        (["I see.", '"Thanks.'], "LEE"),
    ]


def test_an_answer_goes_on_until_the_next_label() -> None:
    text = (
        "The talk was held on Monday.\n\nJONAS REED: Why was it shut?\n\nADA FORD: It was not safe.\n\n"
        "We had no choice.\n\nREED: And now?\n\nFORD: We wait.\n\nThe pier opened in 1904."
    )
    found = [words(text, each) for each in quotations(text)]
    assert [(content, source) for content, _, source in found] == [
        (["Why was it shut?"], "JONAS REED"),
        (["It was not safe.", "We had no choice."], "ADA FORD"),
        (["And now?"], "REED"),
        (["We wait."], "FORD"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Photos: The pier.\n\nPhotos: The crew.\n\nPhotos: The wreck.",
        "MYTH: The pier is old.\n\nFACT: It is not.\n\nMYTH: It is shut.\n\nFACT: It is open.",
        "Ford: 12 points.\n\nFord: 13 points.\n\nFord: 14 points.",
    ],
)
def test_the_heads_of_a_list_are_no_speakers(text: str) -> None:
    assert quotations(text) == ()


LETTER = (
    "The harbour released the following statement:\n\nDear neighbours,\n\n"
    "We are shutting the pier. Nobody likes it.\n\nThe crew needs all of March for the work.\n\n"
    "Lena Ford\n\nLena Ford took over in May. The pier opened in 1904."
)


def test_a_statement_without_marks_goes_to_its_signature() -> None:
    quotation, (content, _, source) = only(LETTER)
    assert content[0] == "Dear neighbours,"
    assert content[-1] == "Lena Ford"
    assert (len(content), source, quotation.kind) == (4, "The harbour", "direct")


def test_a_statement_without_signature_goes_on_while_it_speaks_of_itself() -> None:
    text = LETTER.replace("Lena Ford\n\n", "")
    _, (content, _, _) = only(text.replace("Dear neighbours,", "Dear friends of ours,"))
    assert content == ["Dear friends of ours,", "We are shutting the pier. Nobody likes it."]


def test_an_introduction_without_the_first_person_quotes_nothing() -> None:
    text = "Ford wrote three things about the pier:\n\nIt is old and wet.\n\nIt is shut."
    assert quotations(text) == ()


def test_words_set_off_by_an_angle_are_read_out() -> None:
    text = (
        "Outside, Lena Ford reads from a sheet of paper.\n\n> The pier is shut.\n\n> It was old.\n\nShe left."
    )
    _, printed = only(text)
    assert printed == (["The pier is shut.", "It was old."], "reads", "Lena Ford")


def test_a_block_quotation_needs_no_marks() -> None:
    text = "Ford wrote:\n\nThe pier is shut for good.\n\nA crew came."
    start = text.index("The pier")
    block = Block(kind="quote", span=Span(start, text.index("\n\nA crew")))
    quotation, printed = only(text, blocks=(block,))
    assert printed == (["The pier is shut for good."], "wrote", "Ford")
    assert (quotation.kind, quotation.act) == ("direct", "writing")


def test_an_embedded_post_is_its_authors_quotation() -> None:
    text = "A crew came.\n\nThe pier is shut.\n— Ann Lee (@annlee) May 3, 2031\n\nIt left."
    span = Span(text.index("The pier"), text.index("\n\nIt left"))
    quotation, printed = only(text, posts=(Post(span=span, author="Ann Lee", handle="@annlee"),))
    assert printed == (["The pier is shut."], "", "Ann Lee")
    assert (quotation.kind, quotation.act, quotation.medium) == ("direct", "writing", "post")


def test_a_quotation_in_a_post_stands_inside_it() -> None:
    text = "A crew came.\n\nAnn Lee\n@annlee\nMy boss said “go home”. I stayed.\n3 Likes\n\nIt left."
    span = Span(text.index("Ann Lee"), text.index("\n\nIt left"))
    outer, inner = quotations(text, posts=(Post(span=span, author="Ann Lee", handle="annlee"),))
    assert words(text, outer) == (["My boss said “go home”. I stayed."], "", "Ann Lee")
    assert words(text, inner) == (["“go home”"], "said", "My boss")
    assert inner.inside == outer.id


def test_furniture_and_captions_hold_no_quotations() -> None:
    text = "“Read this now,” it said.\n\n“The pier is shut,” Ford said.\n\n“I see it,” said Lee."
    caption = Block(kind="caption", span=Span(text.index("“I see"), len(text)))
    _, printed = only(text, furniture=(Span(0, text.index("\n")),), blocks=(caption,))
    assert printed[2] == "Ford"


@pytest.mark.parametrize(
    ("text", "act", "medium"),
    [
        ("“The pier is shut,” Ford said.", "speech", None),
        ("“The pier is shut,” Ford said in a statement.", "writing", "statement"),
        ("“The pier is shut,” Ford tweeted.", "writing", "post"),
        ("“The pier is shut,” Ford said in an interview.", "speech", "interview"),
        ("“The pier is shut,” Ford wrote in a letter.", "writing", "letter"),
        ("Ford believes that the pier is shut.", "thought", None),
        ("Ford endorsed the new pier.", "attitude", None),
    ],
)
def test_act_and_medium(text: str, act: str, medium: str | None) -> None:
    quotation, _ = only(text)
    assert (quotation.act, quotation.medium) == (act, medium)


def test_the_id_is_a_hash_of_article_and_content() -> None:
    quotation, _ = only("“The pier is shut,” Ford said.")
    span = quotation.content[0]
    assert quotation.id == content_id("q", "a", span.start, span.end)


def has_cue(text: str, cue: Cue, lang: str) -> bool:
    printed = {span.of(text).lower() for each in quotations(text, lang=lang) for span in each.cue}
    return any(found.endswith(form) for found in printed for form in cue.forms if form != "-")


@pytest.mark.parametrize(
    ("lang", "cue"),
    [pytest.param(code, cue, id=cue.lemma) for code in languages() for cue in language(code).cues.rows],
)
def test_each_cue_finds_its_hit_and_leaves_its_near_miss(lang: str, cue: Cue) -> None:
    assert any(form in cue.hit.lower() for form in cue.forms)
    assert has_cue(cue.hit, cue, lang)
    assert not has_cue(cue.near_miss, cue, lang)


@pytest.mark.parametrize("lang", languages())
def test_cue_rows_are_unique(lang: str) -> None:
    lemmas = [cue.lemma for cue in language(lang).cues.rows]
    assert len(lemmas) == len(set(lemmas))


@pytest.mark.parametrize(
    "text",
    [
        '"' * 20_000,
        "“" * 20_000,
        "“a ‘b «c ".strip() * 4_000,
        'The pier is "shut" and old. "We know," she added. ' * 2_000,
        "he said and " * 4_000,
        "a" * 200_000,
        'a"b' * 20_000,
        "!" * 50_000,
        "قال العمدة: «الجسر مغلق». " * 500,
        "市长说：“桥关了。”" * 500,
        'He said "a\x00b".\x00',
    ],
    ids=["marks", "open", "nested", "long", "cues", "no space", "glued", "stops", "arabic", "chinese", "nul"],
)
def test_hostile_text_takes_no_exception_and_no_more_than_linear_time(text: str) -> None:
    started = time.process_time()
    quotations(text)
    # Quadratic cost would take minutes; the bound leaves room for a slow machine.
    assert time.process_time() - started < 20
