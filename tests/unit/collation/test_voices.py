"""Whether two names of speakers can be one person's."""

import pytest

from variorum.collation.utterances.voices import Voice, same_voice


@pytest.mark.parametrize("description", ["Northern Democrat", "Harnow Republican", "Northern Senator"])
def test_a_description_in_capitals_is_in_conflict_with_no_name(description: str) -> None:
    assert same_voice(Voice(description, "person"), Voice("Karl E. Lindqvist", "person")) == "unknown"


@pytest.mark.parametrize("name", ["Larry King", "Anna Bishop"])
def test_a_last_name_that_is_an_office_is_a_name(name: str) -> None:
    assert same_voice(Voice(name, "person"), Voice("Karl E. Lindqvist", "person")) == "no"
