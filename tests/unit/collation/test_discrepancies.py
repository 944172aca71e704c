import pytest
from msgspec.structs import replace
from tests.unit.collation.reports import report

from variorum.model import AnnotatedArticle, Article, Discrepancy, Span, Speaker
from variorum.pipeline import annotate_article, collate_story

BRIDGE = "Nobody who drives to work in this country should have to wonder whether the bridge will hold"


def found(*articles: AnnotatedArticle) -> list[Discrepancy]:
    return list(collate_story("s", articles).discrepancies)


def told(*articles: AnnotatedArticle) -> list[tuple[str, str]]:
    return [(one.type, one.severity) for one in found(*articles)]


def given_to(*speakers: str) -> list[AnnotatedArticle]:
    return [report(f"r{number}", f"{{q|{speaker}|{BRIDGE}}}.") for number, speaker in enumerate(speakers)]


def test_words_given_to_two_people_are_a_conflict() -> None:
    (one,) = found(*given_to("Mary Ames", "Mary Ames", "Paul Reyes"))
    assert (one.type, one.severity, one.relation) == ("attribution", "critical", "conflict")
    assert one.summary == "Two reports give these words to Mary Ames, one report to Paul Reyes."
    assert [side.articles for side in one.sides] == [("r0", "r1"), ("r2",)]
    assert [[part.text for part in side.evidence] for side in one.sides] == [
        ["Mary Ames", "said", "Mary Ames", "said"],
        ["Paul Reyes", "said"],
    ]


def test_a_misspelled_speaker_is_no_third_one() -> None:
    (one, name) = found(*given_to("Maren Oldcastle", "Marin Oldcastle", "Paul Garrick"))
    assert one.summary == (
        "Two reports give these words to Maren Oldcastle (“Marin Oldcastle”), one report to Paul Garrick."
    )
    assert [side.articles for side in one.sides] == [("r0", "r1"), ("r2",)]
    assert (name.type, name.severity) == ("name", "minor")


def test_a_woman_and_a_man_of_one_last_name_stay_two_sides() -> None:
    one = found(*given_to("Martina Ames", "Martin Ames", "Paul Reyes"))[0]
    assert [side.value for side in one.sides] == ["Martina Ames", "Martin Ames", "Paul Reyes"]


def test_an_age_is_told_once_by_the_name() -> None:
    said = '"I heard a crack like a rifle and then the water was in the kitchen," '
    texts = (
        said + "said Edda Pryce, 71, who lives on Mill Lane.",
        said + "Edda Pryce, 77, of Mill Lane said.",
    )
    articles = [annotate_article(Article(id=f"r{n}", text=text)) for n, text in enumerate(texts)]
    assert [one.summary for one in found(*articles)] == [
        "The age of Edda Pryce differs: 71 in one report, 77 in one report."
    ]


@pytest.mark.parametrize(
    "other",
    [
        f"Mary Ames quoted Paul Reyes as saying “{BRIDGE}.”",
        f"“{BRIDGE},” a resident of Holm village told the Gazette.",
        f"“{BRIDGE},” one of the victims said.",
    ],
)
def test_a_report_that_names_nobody_or_quotes_at_second_hand_contradicts_nobody(other: str) -> None:
    texts = (f"“{BRIDGE},” Mary Ames said on Monday.", f"Paul Reyes came to Holm. {other}")
    assert told(*(annotate_article(Article(id=f"r{n}", text=text)) for n, text in enumerate(texts))) == []


@pytest.mark.parametrize(
    "other",
    ["Ames", "Mrs. Ames", "M. Ames", "the minister", "Mary Ames and Paul Reyes", "", "Maryanne Ames"],
)
def test_another_form_of_a_source_is_no_conflict(other: str) -> None:
    assert told(*given_to("Mary Ames", other)) == []


def test_a_spokesman_named_with_his_principal_is_no_conflict() -> None:
    assert told(*given_to("Mary Ames", "Paul Reyes, who speaks for Mary Ames,")) == []


def test_a_few_words_may_be_said_by_two_people() -> None:
    articles = (
        report("a", "{q|Mary Ames|a sad day}."),
        report("b", "{q|Paul Reyes|It is a sad day for the town and for us}."),
    )
    assert told(*articles) == []


def counted(
    name: str, value: str, words: str, sentence: str = "The blast at the mill in Harnow injured {} people."
) -> AnnotatedArticle:
    before, after = sentence.split("{}")
    return report(name, f"{before}{{f|count|{value}|people|{words}}}{after}")


def test_two_numbers_of_people_hurt() -> None:
    (one,) = found(counted("a", "40", "40"), counted("b", "40", "Forty"), counted("c", "63", "63"))
    assert (one.type, one.severity) == ("figure", "material")
    assert one.summary == "The number of people injured differs: 40 in two reports, 63 in one report."


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        (
            "Nobody was watching. We were not going to let it go",
            "Nobody was watching. We were going to let it go",
            ["We were not going to", "We were going to"],
        ),
        (
            "The plan in Marl's budget reflects no cuts to the school",
            "The plan in Marl's budget reflects cuts to the school",
            ["budget reflects no cuts to", "budget reflects cuts to"],
        ),
        (
            "Leave the town now. Do not wait to be told twice",
            "Leave the town now. Do not wait to be told",
            ["be told twice", "be told"],
        ),
        (
            "There stand in Marl's budget 47 crowns for the school",
            "There stand in Marl's budget 57 crowns for the school",
            ["Marl's budget 47 crowns for", "Marl's budget 57 crowns for"],
        ),
    ],
)
def test_sides_show_the_same_words_around_the_place_and_no_half_word(
    one: str, other: str, shown: list[str]
) -> None:
    (difference,) = found(report("a", f"{{q|Ada Lind|{one}}}."), report("b", f"{{q|Ada Lind|{other}}}."))
    assert [side.value for side in difference.sides] == shown


def test_a_number_that_counts_nothing_known_is_told_by_the_words_beside_it() -> None:
    told_so = "The new mayor of Harnow read out a {}-word oath to the waiting town clerk."
    (one,) = found(
        *(
            report(name, told_so.replace("{}", f"{{f|count|{value}||{value}}}"))
            for name, value in (("a", "35"), ("b", "38"))
        )
    )
    assert one.summary == "The number in “35-word oath” differs: 35 in one report, 38 in one report."


def test_a_bound_that_two_numbers_allow_is_a_witness_for_neither() -> None:
    bounded = counted("c", "30", "At least 30")
    (figure,) = bounded.annotation.figures
    bounded = replace(
        bounded,
        annotation=replace(bounded.annotation, figures=(replace(figure, bound="at least", low=30.0),)),
    )
    (one,) = found(counted("a", "40", "40"), counted("b", "63", "63"), bounded)
    assert one.summary == "The number of people injured differs: 40 in one report, 63 in one report."


def test_an_age_told_instead_of_the_name_counts_for_the_person_named() -> None:
    (one,) = found(
        report("a", "{p|Ada Lind}, {f|age|58||58}, was on board."),
        report("b", "{p|Ada Lind}, {f|age|59||59}, saw the light."),
        report("c", "{p|Ada Lind} came late. The {f|age|58||58-year-old} saw nothing."),
        report("d", "{p|Bo Falk} came late. The {f|age|58||58-year-old} heard nothing."),
    )
    assert one.summary == "The age of Ada Lind differs: 58 in two reports, 59 in one report."


def test_numbers_of_other_questions_are_not_compared() -> None:
    killed = counted("b", "3", "three", "The blast at the mill in Harnow killed {} people.")
    assert [one for one in found(counted("a", "40", "40"), killed) if one.type == "figure"] == []


def test_a_count_of_an_earlier_event_is_not_compared() -> None:
    earlier = report(
        "b",
        "In {f|date|1998-04-02||April 1998} a blast at the mill in Harnow injured "
        "{f|count|7|people|seven} people.",
    )
    assert told(counted("a", "40", "40"), earlier) == []


def test_an_attacker_may_be_counted_among_the_dead_or_not() -> None:
    shot = "A shooting at the mill in Harnow killed {} people"
    six = counted("a", "6", "six", f"{shot}.")
    assert told(six, counted("b", "7", "seven", f"{shot}, including the suspected gunman.")) == []
    assert told(six, counted("b", "8", "eight", f"{shot}, including the suspected gunman.")) != []


def test_those_arrested_are_not_those_they_are_arrested_for_hurting() -> None:
    three = counted("a", "3", "three", "Police in Harnow arrested {} men after the fight at the mill.")
    five = counted("b", "5", "five", "Police in Harnow arrested men for attacking {} people at the mill.")
    assert told(three, five) == []


def test_the_number_of_a_picture_is_no_count() -> None:
    one = counted("a", "23", "23", "Image {} of 33 Seven people were shot at the mill in Harnow.")
    assert (
        told(one, counted("b", "31", "31", "Image {} of 32 Seven people were shot at the mill in Harnow."))
        == []
    )


def test_a_number_before_a_name_is_the_same_in_sentences_told_otherwise() -> None:
    one = report("a", "Firemen were called to the {f|count|5800||5800} block of Alder Street before dawn.")
    other = report("b", "A lorry burned out in the {f|count|8500||8500} block of Alder Street, police said.")
    assert told(one, other) == [("place", "material")]
    copy = report("b", "Firemen were called to the {f|count|8500||8500} block of Alder Street before dawn.")
    assert told(one, copy) == [("place", "material")]
    both = report("b", "It went from the {f|count|5800||5800} block of Alder Street to the "
                       "{f|count|8500||8500} block of Alder Street.")  # fmt: skip
    assert told(one, both) == []


def test_the_only_age_that_each_report_tells() -> None:
    one = report("a", "A {f|age|7||7-year-old} girl was hit by a falling mast on the pier at Harnow.")
    other = report("b", "An {f|age|8||8-year-old} pupil was taken away after a mast hit the pier at Harnow.")
    assert told(one, other) == [("figure", "material")]
    of_two = report("b", "The mast hit the pier at Harnow and an {f|age|8||8-year-old} pupil; her sister is "
                         "{f|age|7||7}.")  # fmt: skip
    assert told(one, of_two) == []
    elsewhere = report("b", "The {f|age|80||80-year-old} mayor opened the fair in Corran.")
    assert told(one, elsewhere) == []
    parent = report(
        "b", "An {f|age|31||31-year-old} woman was taken away after a mast hit the pier at Harnow."
    )
    assert told(one, parent) == []


def test_rounded_numbers_agree() -> None:
    assert told(counted("a", "1013", "1,013"), counted("b", "1000", "1,000")) == []


def test_ages_of_one_person() -> None:
    articles = (
        report("a", "{p|Ada Lind}, {f|age|38||38}, was on board."),
        report("b", "{p|Ada Lind}, {f|age|41||41}, saw the light."),
        report("c", "{p|Tom Reyes}, {f|age|70||70}, saw nothing."),
    )
    (one,) = found(*articles)
    assert one.summary == "The age of Ada Lind differs: 38 in one report, 41 in one report."


def dated(name: str, day: str, words: str, *, issue: str = "2026-03-11") -> AnnotatedArticle:
    return report(
        name, f"The ferry hit the outer wall of the harbour on {{f|date|{day}||{words}}}.", date=issue
    )


def test_one_happening_on_two_days() -> None:
    (one,) = found(dated("a", "2026-03-10", "Tuesday"), dated("b", "2026-03-11", "Wednesday"))
    assert (one.type, one.severity) == ("date", "material")
    assert [side.value for side in one.sides] == ["2026-03-10", "2026-03-11"]


def test_days_told_in_issues_far_apart_may_be_two_happenings() -> None:
    articles = dated("a", "2026-03-10", "Tuesday"), dated("b", "2026-03-14", "Saturday", issue="2026-03-15")
    assert told(*articles) == []


def test_the_day_of_saying_something_is_no_happening() -> None:
    articles = [
        report(name, f"{{q|Ada Lind|{words}}} to reporters on {{f|date|{day}||{told}}}.")
        for name, words, day, told in (
            ("a", "We are sorry for the delay", "2026-03-10", "Tuesday"),
            ("b", "Nobody warned the families", "2026-03-11", "Wednesday"),
        )
    ]
    assert told(*articles) == []


def test_a_name_spelled_in_two_ways() -> None:
    (one,) = found(
        report("a", "{p|Anselm Kovarik} runs the port."), report("b", "{p|Anselm Kovarick} runs it.")
    )
    assert (one.type, one.severity) == ("name", "minor")
    assert (
        one.summary
        == "A name is spelled differently: “Anselm Kovarik” in one report, “Anselm Kovarick” in one report."
    )


def test_short_last_names_one_letter_apart_are_two_people() -> None:
    assert told(report("a", "{p|Anna Reed} came."), report("b", "{p|Anna Reid} came.")) == []


def test_charged_is_not_convicted() -> None:
    articles = (
        report("a", "{p|Ada Lind}, 38, was charged with fraud on Monday."),
        report("b", "{p|Ada Lind} was convicted of fraud."),
    )
    assert told(*articles) == [("status", "material")]


def test_an_arrest_is_refined_by_a_charge_over_the_same_thing() -> None:
    arrested = report("a", "{p|Ada Lind} was arrested on Monday on suspicion of fraud.")
    (one,) = found(arrested, report("b", "{p|Ada Lind} was charged with fraud."))
    assert (one.type, one.relation) == ("status", "refines")
    assert told(arrested, report("b", "{p|Ada Lind} was charged with assault in another town.")) == []


def test_what_is_alleged_in_one_report_and_stated_in_another() -> None:
    alleged = report("a", "{p|Ada Lind} allegedly stole the painting from the museum in Harnow.")
    stated = report("b", "{p|Ada Lind} stole the painting from the museum in Harnow on Monday.")
    (one,) = found(alleged, stated)
    assert (one.type, one.severity) == ("status", "material")
    assert [side.value for side in one.sides] == ["allegedly stole", "stole"]
    vouched = report("b", "{p|Ada Lind} stole the painting from the museum in Harnow, police said.")
    assert told(alleged, vouched) == []
    accused = report("a", "{p|Ada Lind} is accused of helping a man rob the museum in Harnow.")
    noun = report("b", "{p|Ada Lind} sought help for a man at the museum in Harnow.")
    assert told(accused, noun) == []


def test_one_happening_in_two_places() -> None:
    first = report("a", "{p|Ada Lind} was found alive in Harnow on Monday by two hikers.")
    (one,) = found(first, report("b", "On Monday {p|Ada Lind} was found alive in Lestrey by two hikers."))
    assert (one.type, one.severity) == ("place", "material")
    assert [side.value for side in one.sides] == ["Harnow", "Lestrey"]
    nested = "On Monday {p|Ada Lind} was found alive in Lestrey by two hikers. Lestrey lies by Harnow."
    assert told(first, report("b", nested)) == []


def test_a_part_of_a_count_is_no_other_count() -> None:
    five = counted("a", "5", "five", "The blast at the mill in Harnow injured {} people on Monday.")
    three = report(
        "b", "{f|count|3|injured people|Three} of the injured people at the mill in Harnow are children."
    )
    assert told(five, three) == []


def test_a_pronoun_counts_where_it_cannot_mean_the_other_speaker() -> None:
    named = report("b", f"{{q|Lindqvist Reyes|{BRIDGE}}}.")
    alone = by_pronoun("a", "Mary Ames came late.")
    assert told(alone, named) == [("attribution", "critical")]
    assert told(by_pronoun("a", "Mary Ames met Lindqvist Reyes."), named) == []
    far = "Lindqvist Reyes came first.\n\nThe hall was full.\n\nMary Ames came late.\n\nNobody spoke."
    assert told(by_pronoun("a", far), named) == [("attribution", "critical")]
    of_another_gender = report("b", f"{{q|Paul Reyes|{BRIDGE}}}.")
    assert told(by_pronoun("a", "Mary Ames met Paul Reyes."), of_another_gender) == [
        ("attribution", "critical")
    ]


def test_a_last_name_alone_is_on_the_side_of_its_full_name() -> None:
    (one,) = found(*given_to("Karl Marsh", "Marsh", "Ada Lind"))
    assert {side.value: len(side.articles) for side in one.sides} == {"Karl Marsh": 2, "Ada Lind": 1}


def test_a_pronoun_cannot_mean_who_is_named_only_later() -> None:
    named = report("b", f"{{q|Lindqvist Reyes|{BRIDGE}}}.")
    later = by_pronoun("a", "Mary Ames came late.", " Lindqvist Reyes sent a letter.")
    assert told(later, named) == [("attribution", "critical")]
    headed = replace(later, article=replace(later.article, title="Reyes on the bridge"))
    assert told(headed, named) == []


def test_the_beginning_of_another_clause_is_no_source() -> None:
    named = report("a", f"{{q|Ada Lind|{BRIDGE}}}.")
    (quotation,) = named.annotation.quotations
    text = f"“{BRIDGE},” as Karl Marsh rejects reports of a fault."
    source, cue = text.index("Karl Marsh"), text.index("rejects")
    by_clause = replace(
        named,
        article=replace(named.article, id="b", text=text),
        annotation=replace(
            named.annotation,
            entities=(),
            sentences=(Span(0, len(text)),),
            paragraphs=(Span(0, len(text)),),
            quotations=(
                replace(
                    quotation,
                    id="q-b",
                    content=(Span(0, len(BRIDGE) + 3),),
                    source=(Span(source, source + 10),),
                    cue=(Span(cue, cue + 7),),
                    speaker=Speaker(name="Karl Marsh"),
                ),
            ),
        ),
    )
    assert told(named, by_clause) == []


def by_pronoun(name: str, before: str, after: str = "") -> AnnotatedArticle:
    """Return a report that gives the words to "she", resolved to Mary Ames."""
    built = report(name, f"{before} {{q|she|{BRIDGE}}}.{after}")
    (quotation,) = built.annotation.quotations
    told_by = replace(quotation, speaker=Speaker(name="Mary Ames"))
    return replace(built, annotation=replace(built.annotation, quotations=(told_by,)))


def test_one_report_that_gives_a_person_two_ages() -> None:
    text = "{p|Ada Lind}, {f|age|38||38}, came first. {p|Ada Lind}, {f|age|41||41}, was glad."
    (one,) = found(report("a", text))
    assert (one.type, [side.value for side in one.sides]) == ("figure", ["38", "41"])


def test_a_hypothetical_conviction_is_none() -> None:
    articles = (
        report("a", "{p|Ada Lind} was charged with fraud."),
        report("b", "{p|Ada Lind} was charged with fraud and faces ten years if convicted."),
    )
    assert told(*articles) == []


def test_marked_cuts_and_house_style_are_not_reported() -> None:
    whole = "We told them in January, in writing and with photographs, and the company didn't come"
    articles = (
        report("a", f"{{q|Ada Lind|{whole}}}."),
        report("b", "{q|Ada Lind|We told them in January … and the company did not come}."),
        report(
            "c",
            "{q|Ada Lind|We told them in January, in writing and with photographs, and [they] didn't come}.",
        ),
    )
    assert told(*articles) == []


def test_the_gravest_come_first_and_then_those_of_more_origins() -> None:
    articles = [
        report(
            "a", f"{{q|Mary Ames|{BRIDGE}}}.\n\n{{q|Tom Vale|The company has serious questions to answer}}."
        ),
        report(
            "b", f"{{q|Paul Reyes|{BRIDGE}}}.\n\n{{q|Tom Vale|The company has serious charges to answer}}."
        ),
    ]
    assert told(*articles) == [("attribution", "critical"), ("wording", "material")]


def test_the_summary_counts_origins() -> None:
    copy = (
        "The ferry struck the outer wall of the harbour shortly before midnight while the passengers slept. "
    )
    articles = [
        report("a", copy + "{q|Ada Lind|We cannot rule out a fault with the door}."),
        report("b", copy + "{q|Ada Lind|We cannot rule out a fault with the door}."),
        report("c", "{q|Ada Lind|We can rule out a fault with the door}."),
    ]
    (one,) = found(*articles)
    assert one.summary == (
        "In a quotation of Ada Lind the negation differs: "
        "two reports of one origin “We cannot rule out”, one report “We can rule out”."
    )


def test_a_story_without_articles_has_none() -> None:
    assert found() == []


@pytest.mark.parametrize(
    "then",
    [
        "then-{f|age|15||15-year-old} {p|Ada Lind} was seen",
        "the then {f|age|15||15-year-old} {p|Ada Lind} was seen",
        "{p|Ada Lind}, then {f|age|15||15}, was seen",
        "{p|Ada Lind}, {f|age|15||15} at the time, was seen",
    ],
)
def test_an_age_of_years_ago_is_not_the_age_now(then: str) -> None:
    articles = (
        report("a", f"In the court of Harnow {then} at the fire."),
        report("b", "The trial of {p|Ada Lind}, {f|age|17||17}, began in Harnow."),
    )
    assert told(*articles) == []


def test_a_place_and_its_abbreviation_are_one() -> None:
    sentence = "Officers searched the flooded town of Harnow, {}, for two missing rowers on Sunday night."
    articles = [report(name, sentence.format(place)) for name, place in (("a", "Kansas"), ("b", "Kan."))]
    assert told(*articles) == []


def test_some_of_the_hurt_may_have_died() -> None:
    articles = (
        report(
            "a", "The blast at the mill in Harnow left two dead and {f|count|4|others|four others} injured."
        ),
        report(
            "b",
            "The blast at the mill in Harnow left {f|count|6|people|six people} injured, two fatally.",
        ),
    )
    assert told(*articles) == []


def test_a_sentence_run_into_the_one_before_is_a_clause_of_its_own() -> None:
    articles = (
        report(
            "a",
            "A man was killed at the mill in Harnow on Sunday.{f|count|2|people|Two people} are in custody.",
        ),
        report(
            "b", "The blast at the mill in Harnow on Sunday killed {f|count|3|men|three men}, officers said."
        ),
    )
    assert told(*articles) == []


def by_rules(*texts: str) -> list[str]:
    articles = [Article(id=f"r{at}", text=text, date="2026-03-11") for at, text in enumerate(texts)]
    return [one.type for one in collate_story("s", [annotate_article(one) for one in articles]).discrepancies]


def test_the_whole_of_a_part_is_no_other_number_before_the_same_words() -> None:
    six = "The six harbours - Marl, Osk, Selby - were closed on Monday as the ice came in."
    whole = "The inquiry into {} harbours - Marl, Osk, Selby - is the longest that the coast has seen."
    assert by_rules(six, whole.format("six of the coast’s eight")) == []
    assert by_rules(six, whole.format("the eight")) == ["figure"]


def test_a_night_lasts_into_the_next_day() -> None:
    told = "Bo Falk, 24, of Harnow, was arrested {} and charged with arson, theft and failure to stop."
    night = told.format("on Saturday night")
    assert by_rules(night, told.format("at 12:10 a.m. on Sunday")) == []
    assert by_rules(night, told.format("at 12:10 p.m. on Sunday")) == ["date"]


def test_a_quotation_in_two_parts_leaves_nothing_out_where_they_part() -> None:
    first, second = "We believe that a march on the town is wrong", "have a lot of families here"
    whole = report("a", f"{{q|Ada Lind|{first}, and will {second}.}}")
    parts = report("b", f"{{q|Ada Lind|{first}.}}. Lind added: {{q|Ada Lind|We will {second}.}}")
    cut = report("c", f"{{q|Ada Lind|We will {second}.}}")
    assert [kind for kind, _ in told(whole, parts)] == []
    assert [kind for kind, _ in told(whole, cut)] == ["elision"]


def test_what_two_people_each_say_in_like_words_is_no_quotation_altered() -> None:
    act = "The question in the case is whether the Harbour Act covers ferries and small boats"
    one = f"{act}, and the key question is whether landing because of storm covers ferries and small boats"
    other = "The question in these cases is not whether landing because of ferries and small boats is right"
    given = [report("r0", f"{{q|Mary Ames|{one}}}."), report("r1", f"{{q|Paul Reyes|{other}}}.")]
    assert told(*given) == []


@pytest.mark.parametrize(("who", "told"), [("Otto Brandt", ["wording"]), ("The Harnow Council", [])])
def test_like_words_of_two_who_are_named_are_no_quotation_altered(who: str, told: list[str]) -> None:
    first = (
        "“This is not a partisan issue, and we are glad to see the county support the new ferry,” {} said."
    )
    second = "“This cannot become a partisan issue,” {} said."
    assert by_rules(first.format("Otto Brandt"), second.format(who)) == told


def test_two_changes_side_by_side_are_told_as_one_place() -> None:
    said = "We will do what we can to reach the sick people who would do this {} to the ferry."
    (one,) = found(
        report("a", f"{{q|Ada Lind|{said.format('kind of stuff')}}}."),
        report("b", f"{{q|Ada Lind|{said.format('type of thing')}}}."),
    )
    assert sorted(side.value for side in one.sides) == [
        "do this kind of stuff to the",
        "do this type of thing to the",
    ]
    assert [[part.text for part in side.evidence] for side in one.sides] == [
        ["kind", "stuff"],
        ["type", "thing"],
    ]


def test_a_part_of_a_quotation_that_goes_on_elsewhere_is_shown_with_the_words_around_it() -> None:
    first, second = (
        "Our resolve will never {} in the face of the storm",
        "The harbour will stand as it always has",
    )
    whole = report("a", f"{{q|Ada Lind|{first.format('waiver')}.}}")
    parts = report("b", f"{{q|Ada Lind|{first.format('waver')},}} Lind said. {{q|Ada Lind|{second}.}}")
    (one,) = found(whole, parts)
    assert sorted(side.value for side in one.sides) == ["will never waiver in the", "will never waver in the"]


def test_a_lost_negation_is_critical_only_where_both_are_surely_of_one_speaker() -> None:
    said = "The ferry is {}a part of the plan for the old harbour"
    for speaker, severity in (("Ada Lind", "critical"), ("", "material")):
        given = [
            report(f"r{at}", f"{{q|{speaker}|{said.format(word)}}}.") for at, word in enumerate(("", "not "))
        ]
        assert told(*given) == [("negation", severity)]


def test_of_two_of_the_four_who_died_the_four_are_not_the_dead() -> None:
    four = "Officers said that two of the {f|count|4|victims|four} victims of the blast in Harnow had died."
    two = "The blast in Harnow killed {f|count|2|men|two} men, officers said."
    assert told(report("a", four), report("b", two)) == []


def test_of_the_three_victims_of_whom_two_died_three_are_not_the_dead() -> None:
    three = "The evening news said that two of the three victims died in the blast at the mill in Harnow."
    two = "The blast at the mill in Harnow killed two people, officers said."
    assert by_rules(three, two) == []
