"""Words that other reports give to somebody else, or print otherwise."""

import variorum
from variorum.checking.results import CheckedQuotation
from variorum.model import Article

WORDS = "Nobody who works on this bridge should have to fear the wind"


def report(number: int, speaker: str, words: str = WORDS) -> Article:
    text = f"The bridge was shut on Monday.\n\n“{words},” said {speaker}, who spoke in Tolbrook."
    return Article(id=f"r{number}", text=text, outlet=f"Outlet {number}", date=f"2026-03-1{number}")


def checked(speaker: str, *reports: Article) -> CheckedQuotation:
    result = variorum.check(f"“{WORDS},” said {speaker}.", against=reports)
    return result.quotations[0]


def test_another_speaker_is_told_only_when_no_report_has_the_drafts() -> None:
    """The report that agrees is the fifth: the first few must not decide."""
    others = [report(number, "Ines Calder") for number in range(4)]
    agreed = checked("Piet Anselm", *others, report(4, "Piet Anselm"))
    assert agreed.verdict == "verbatim"
    assert agreed.speaker_there == "Ines Calder"
    assert "Reports differ on who said them" in agreed.note
    assert [match.speaker for match in agreed.matches][:2] == ["Piet Anselm", "Ines Calder"]
    assert (agreed.matches[0].article, agreed.earliest) == ("r4", "2026-03-10")
    alone = checked("Piet Anselm", *others)
    assert (alone.verdict, alone.speaker_there) == ("other speaker", "Ines Calder")


def test_reports_that_changed_other_words_do_not_count_as_printing_it_so() -> None:
    draft = "“Nobody who works on that bridge should have to fear the wind,” said Ines Calder."
    changed = WORDS.replace("the wind", "the storm")
    reports = [report(0, "Ines Calder"), report(1, "Ines Calder", changed)]
    (found,) = variorum.check(draft, against=reports).quotations
    assert (found.verdict, found.found_in) == ("altered", 1)


def test_words_that_another_report_prints_with_the_opposite_sense_are_told_beside_a_verbatim_verdict() -> (
    None
):
    reports = [
        report(0, "Ines Calder"),
        report(1, "Ines Calder", WORDS.replace("should have", "should not have")),
        report(2, "Ines Calder", WORDS.replace("the wind", "the storm")),
        report(3, "Ines Calder", WORDS.replace("Nobody who", "Nobody, who")),
    ]
    (found,) = variorum.check(f"“{WORDS},” said Ines Calder.", against=reports).quotations
    assert (found.verdict, found.severity, found.found_in) == ("verbatim", None, 1)
    assert [other.match.article for other in found.otherwise] == ["r1", "r2"]
    assert [change.type for change in found.otherwise[0].changes] == ["negation"]
    assert {match.article for match in found.matches} == {"r0", "r3"}
    assert "2 reports print other ones" in found.note
    for other in found.otherwise:
        text = reports[int(other.match.article[1:])].text
        assert text[other.match.start : other.match.end] == other.match.text


def test_a_report_that_quotes_less_at_an_end_is_no_difference() -> None:
    shorter = WORDS.removesuffix(" the wind"), WORDS.removeprefix("Nobody who works on ")
    reports = [report(number, "Ines Calder", words) for number, words in enumerate((WORDS, *shorter))]
    (found,) = variorum.check(f"“{WORDS},” said Ines Calder.", against=reports).quotations
    assert (found.verdict, found.otherwise) == ("verbatim", ())
    within = report(3, "Ines Calder", WORDS.replace("this bridge ", ""))
    (found,) = variorum.check(f"“{WORDS},” said Ines Calder.", against=[*reports, within]).quotations
    assert [other.match.article for other in found.otherwise] == ["r3"]


def test_other_words_of_another_speaker_are_no_difference_of_these() -> None:
    other = report(1, "Piet Anselm", "Nobody who lives by this bridge should have to pay for the wind")
    (found,) = variorum.check(
        f"“{WORDS},” said Ines Calder.", against=[report(0, "Ines Calder"), other]
    ).quotations
    assert (found.verdict, found.otherwise) == ("verbatim", ())
