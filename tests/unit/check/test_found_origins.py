"""How many independent texts print a quotation: told by the passage it stands in."""

import pytest

import variorum
from variorum.checking import origins as counting
from variorum.checking import search
from variorum.model import Article

WORDS = "Nobody who works on this bridge should have to fear the wind"
WIRE = (
    "The bridge over the Tol was shut for a third day on Monday after men found two broken cables below "
    f"the eastern pier, and the harbour office let no cart pass. “{WORDS},” said Ines Calder, who keeps it."
)
OTHER_WIRE = (
    "Ferries ran between the islands again on Sunday for the first time since the storm had torn the nets "
    "from the piers, and the fishermen of both harbours sold what they had kept on ice."
)
OWN = (
    "In the market hall nobody spoke of anything else, and two bakers had brought their bread by boat. "
    f"“{WORDS},” Ines Calder told us over tea in the keeper's house.",
    "Our reporter walked out to the pier before the tide turned and counted eleven men with ropes. A woman "
    f"came up to us from the steps. “{WORDS},” she said, and that her name was Ines Calder.",
)


def origins(*texts: str) -> tuple[int, int]:
    reports = [Article(id=f"r{number}", text=text) for number, text in enumerate(texts)]
    (found,) = variorum.check(f"“{WORDS},” said Ines Calder.", against=reports).quotations
    return found.found_in, found.origins


def test_reports_that_print_it_in_one_paragraph_are_one_whatever_else_they_print() -> None:
    more = (
        "The council meets on Thursday to hear what the repair would cost and who is to pay for it all. " * 4
    )
    less = (
        "Schools on the far bank stayed shut, and the baker there asked for flour from the town store. " * 4
    )
    assert origins(f"{WIRE}\n\n{more}", f"{less}\n\n{WIRE}", OWN[0]) == (3, 2)


def test_reports_that_print_it_in_their_own_text_are_several_though_they_share_another() -> None:
    assert origins(f"{OWN[0]}\n\n{OTHER_WIRE}", f"{OTHER_WIRE}\n\n{OWN[1]}") == (2, 2)


def test_one_text_printed_twice_is_one_though_it_is_all_quotation() -> None:
    assert origins(f"“{WORDS}.”", f"“{WORDS}.”\n") == (2, 1)


def test_the_quotation_itself_makes_no_origin() -> None:
    assert origins(*OWN) == (2, 2)


def test_what_two_reports_share_and_how_they_read_is_looked_up_once_for_a_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[object] = []
    compared: list[object] = []
    views, passages = search.views_of, counting.passages_of
    monkeypatch.setattr(search, "views_of", lambda *given: [read.append(given), views(*given)][1])
    monkeypatch.setattr(counting, "passages_of", lambda *given: [compared.append(given), passages(*given)][1])
    said = "“The ferry is old and it stays in the harbour all winter,” Ada Quill said."
    reports = [Article(id=f"r{at}", text=f"The {at} pier of Marl. {said}") for at in ("north", "west", "old")]
    result = variorum.check("\n\n".join([said] * 40), against=reports)
    assert {one.verdict for one in result.quotations} == {"verbatim"}
    assert len(result.quotations) == 40
    assert len(read) == len(compared) == 3  # each report, each pair of them
