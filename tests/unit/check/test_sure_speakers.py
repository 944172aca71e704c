"""A draft is told that it quotes the wrong person only where both sides are sure who speaks."""

import pytest

import variorum
from variorum.checking.results import CheckedQuotation
from variorum.model import Article

WORDS = "The old ferry will sail again before the ice comes"
REPORT = f"“{WORDS},” said Mira Voss, who keeps the harbour."


def checked(draft: str, *reports: str) -> CheckedQuotation:
    against = [Article(id=f"r{at}", text=text) for at, text in enumerate(reports or (REPORT,))]
    return next(one for one in variorum.check(draft, against=against).quotations if "ferry" in one.text)


PUNCTUATIONS = [
    "“{},” {} said.", "“{}”, {} said.", "“{}.” {} said.", "“{}”. {} said.", "{1} said: “{0}.”",
    "“{}.” — {}", "{1} said, “{0}.”", "“{}.” {} told reporters on Monday.",
]  # fmt: skip


@pytest.mark.parametrize("form", PUNCTUATIONS)
def test_however_it_is_punctuated_the_right_name_passes_and_the_wrong_one_does_not(form: str) -> None:
    before = "“Nobody has asked us about the winter,” Otto Brenn said.\n\n"
    assert checked(before + form.format(WORDS, "Mira Voss")).verdict in ("verbatim", "typographic")
    wrong = checked(before + form.format(WORDS, "Otto Brenn"))
    assert (wrong.verdict, wrong.severity, wrong.speaker_there) == ("other speaker", "critical", "Mira Voss")


@pytest.mark.parametrize(
    "draft",
    ["Brenn: “{}.”", "BRENN: “{}.”", "As Brenn put it: “{}.”", "Otto Brenn, a pilot: “{}.”",
     "Otto Brenn, 61: “{}.”"],
)  # fmt: skip
def test_a_last_name_alone_is_who_the_report_knows_by_it(draft: str) -> None:
    report = f"{REPORT} Otto Brenn, a pilot, disagreed."
    wrong = checked(draft.format(WORDS), report)
    assert (wrong.verdict, wrong.speaker_there) == ("other speaker", "Mira Voss")
    assert checked(
        draft.format(WORDS)
        .replace("Otto Brenn", "Mira Voss")
        .replace("Brenn", "Voss")
        .replace("BRENN", "VOSS"),
        report,
    ).verdict in (
        "verbatim",
        "typographic",
    )


def test_a_label_that_may_be_a_bodys_contradicts_nothing() -> None:
    assert checked(f"Brenn: “{WORDS}.”").verdict == "verbatim"


@pytest.mark.parametrize(
    "draft",
    [
        f"Otto Brenn keeps the ferry. “{WORDS},” he said.",
        f"“Nobody asked us about the winter,” Otto Brenn said.\n\n“{WORDS}.”",
        f"“Nobody asked us about the winter,” Otto Brenn said. “{WORDS}.” The town agreed.\n\n“{WORDS}.”",
    ],
)
def test_a_speaker_whom_the_draft_does_not_name_beside_the_words_contradicts_nothing(draft: str) -> None:
    quotations = variorum.check(draft, against=[Article(id="r", text=REPORT)]).quotations
    last = quotations[-1]
    assert last.verdict == "verbatim"
    if last.speaker is not None:
        assert "seem" in last.note


@pytest.mark.parametrize(
    "report",
    [
        # who is quoted inside another quotation
        f"“Otto Brenn rang us, and he said ‘{WORDS}’ to the whole crew,” Mira Voss said.",
        # the name of one in what is told of the other
        f"Harbour keeper Otto Brenn told the Post, while Mira Voss stood by: “{WORDS}.”",
        # a pronoun that either may be
        f"Otto Brenn and Karl Voss met on the quay.\n\nKarl Voss was first.\n\n“{WORDS},” he said.",
        # a description
        f"“{WORDS},” said the keeper of the harbour. Otto Brenn was not there.",
        # words without an attribution of their own
        f"“It is late,” Mira Voss said.\n\nOtto Brenn laughed.\n\n“{WORDS}.”",
    ],
)
def test_a_report_that_is_not_sure_contradicts_nothing(report: str) -> None:
    found = checked(f"“{WORDS},” Otto Brenn said.", report)
    assert found.verdict in ("verbatim", "typographic"), found.note


def test_a_pronoun_contradicts_where_the_drafts_speaker_is_nowhere_near() -> None:
    report = f"Mira Voss keeps the harbour.\n\n“{WORDS},” she said."
    assert checked(f"“{WORDS},” Otto Brenn said.", report).verdict == "other speaker"


def test_a_pronoun_of_the_other_gender_contradicts() -> None:
    report = f"Tom Brenn and Ada Voss met on the quay.\n\n“{WORDS},” she said."
    assert checked(f"“{WORDS},” Tom Brenn said.", report).verdict == "other speaker"


def test_a_last_name_alone_in_another_report_clears_the_draft() -> None:
    last_name = f"“{WORDS},” Brenn said on the quay."
    assert checked(f"“{WORDS},” Otto Brenn said.", REPORT, last_name).verdict == "verbatim"


def test_a_guess_is_told_softly() -> None:
    report = f"Robin Brenn and Mira Voss met on the quay.\n\n“{WORDS},” she said."
    found = checked(f"“{WORDS},” Robin Brenn said.", report)
    assert (found.verdict, found.severity, found.speaker_there) == ("verbatim", None, None)
    assert "seem" in found.note
    assert "Mira Voss" in found.note


def test_several_speakers_are_not_excluded_by_a_body_that_they_speak_for() -> None:
    report = f"“{WORDS},” top officials at the Harbour Board said."
    assert checked(f"“{WORDS},” Otto Brenn, Ada Voss and Tom Marl said.", report).verdict == "verbatim"


def test_a_negation_that_the_last_word_ends_in_is_not_cut_off_unseen() -> None:
    report = "“Brenn went to the court over the ferry and Voss didn’t,” said Mira Lund."
    found = checked("“Brenn went to the court over the ferry and Voss did,” said Mira Lund.", report)
    assert (found.verdict, found.severity) == ("altered", "critical")


@pytest.mark.parametrize(
    ("source", "about"),
    [
        ("The harbour keeper of Marl", "Mira Voss said no more."),
        ("The harbour keeper of Marl", "Mira Voss, the harbour keeper, said no more."),
        ("Her answer was:", "Mira Voss said no more."),
    ],
)
def test_a_description_that_may_be_of_the_drafts_speaker_contradicts_nothing(source: str, about: str) -> None:
    verb = "" if source.endswith(":") else " said:"
    found = checked(f"“{WORDS},” Mira Voss said.", f"{source}{verb} “{WORDS}.”\n\n{about}")
    assert found.verdict in ("verbatim", "typographic")


@pytest.mark.parametrize("source", ["the Marlhaven Democrat", "the Norland Republican"])
def test_a_member_of_a_party_may_hold_any_office(source: str) -> None:
    report = f"Otto Brenn, the minority leader, spoke to Mira Voss. “{WORDS},” {source} said."
    assert checked(f"“{WORDS},” Otto Brenn said.", report).verdict == "verbatim"


def test_an_account_named_after_an_office_may_be_its_holders() -> None:
    post = f"“{WORDS}” — Norland Prime Minister (@NorlandPM) March 3, 2024"
    report = f"Prime Minister Otto Brenn wrote to the harbour.\n\n{post}\n\nMira Voss did not."
    assert checked(f"“{WORDS},” Otto Brenn said.", report).verdict == "verbatim"


FAMILY = "Mira Brenn and her brother Otto Brenn keep the harbour."


def test_a_last_name_that_two_bear_gives_words_to_neither_for_sure() -> None:
    for name in ("Mira", "Otto"):
        assert (
            checked(f"“{WORDS},” {name} Brenn said.", f"{FAMILY} “{WORDS},” Brenn said.").verdict
            == "verbatim"
        )
    told = checked(f"“{WORDS},” Otto Brenn said.", f"{FAMILY} “{WORDS},” Mira Brenn said.")
    assert (told.verdict, told.speaker_there) == ("other speaker", "Mira Brenn")
    told = checked(f"“{WORDS},” Otto Brenn said.", f"{FAMILY} “{WORDS},” Mrs. Brenn said.")
    assert told.verdict == "other speaker"


def test_he_is_not_the_body_that_tells_of_him() -> None:
    report = f"Otto Brenn keeps the ferry. Police revealed he went up to a guard and demanded: “{WORDS}.”"
    assert checked(f"“{WORDS},” Otto Brenn said.", report).verdict == "verbatim"


def test_a_last_name_that_is_also_a_verb_is_a_name_beside_a_verb() -> None:
    checks = checked(f"“{WORDS},” W. Mira Felt added.", f"Mira Felt keeps the ferry. “{WORDS},” Felt said.")
    assert (checks.verdict, checks.speaker) == ("verbatim", "W. Mira Felt")
