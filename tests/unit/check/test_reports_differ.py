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
    alone = checked("Piet Anselm", *others)
    assert (alone.verdict, alone.speaker_there) == ("other speaker", "Ines Calder")


def test_reports_that_changed_other_words_do_not_count_as_printing_it_so() -> None:
    draft = "“Nobody who works on that bridge should have to fear the wind,” said Ines Calder."
    changed = WORDS.replace("the wind", "the storm")
    reports = [report(0, "Ines Calder"), report(1, "Ines Calder", changed)]
    (found,) = variorum.check(draft, against=reports).quotations
    assert (found.verdict, found.found_in) == ("altered", 1)
