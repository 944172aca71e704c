"""A short sweep of mutants; ``make fuzz DATA="a.jsonl.gz"`` is the long one."""

import pytest
from tests.fuzz import trial
from tests.fuzz.mutate import mutant
from tests.fuzz.sweep import smallest
from tests.fuzz.texts import own_texts

SEED = 20


@pytest.mark.parametrize("block", range(8))
def test_no_mutant_breaks_the_rules(block: int) -> None:
    for number in range(block * 40, block * 40 + 40):
        trial.annotate(mutant(own_texts(), SEED, number), number)


def test_no_mutant_breaks_the_network() -> None:
    for number in range(12):
        trial.annotate(mutant(own_texts(), SEED, number), number, "model")


@pytest.mark.parametrize("number", range(6))
def test_no_mutated_story_breaks_collation_and_outputs(number: int) -> None:
    one = [own_texts()[number * 5 % len(own_texts())]]
    trial.collate([one[0], *(mutant(one, SEED, number * 3 + at) for at in range(3))], number)


@pytest.mark.parametrize("number", range(6))
def test_no_mutated_draft_breaks_the_check(number: int) -> None:
    one = [own_texts()[number * 7 % len(own_texts())]]
    trial.check(mutant(one, SEED, number), [one[0], mutant(one, SEED, -number - 1)], number)


def test_a_mutant_is_made_again_from_its_seed_and_number() -> None:
    again = [mutant(own_texts(), SEED, 7) for _ in range(2)]
    assert again[0] == again[1] != mutant(own_texts(), SEED + 1, 7)


def test_what_fails_is_made_small() -> None:
    words = "a" * 500 + "[needle]" + "b" * 500
    assert smallest(words, lambda text: "[needle]" in text) == "[needle]"
