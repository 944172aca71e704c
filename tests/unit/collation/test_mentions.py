"""Further places of a report that stand with one side of a difference."""

from variorum.model import Article, Discrepancy
from variorum.pipeline import annotate_article, collate_story

HELD = (
    "Sgt. {name} of the Harnow police said that nobody was held after the fire at the mill. {name} asked for "
    "help.\n\nWhoever saw the fire begin should call {name}, who will be at the mill."
)
FIRE = "{toll} people were hurt in the fire at the mill of Harnow on Tuesday, police said.\n\n"


def told(*texts: str) -> list[Discrepancy]:
    articles = [Article(id=f"r{at}", text=text, date="2026-03-11") for at, text in enumerate(texts)]
    return list(collate_story("s", [annotate_article(one) for one in articles]).discrepancies)


def places(one: Discrepancy) -> list[int]:
    return [len(side.evidence) for side in one.sides]


def test_every_place_of_a_name_in_two_spellings_is_shown() -> None:
    (one,) = told(HELD.format(name="Fontenel"), HELD.format(name="Fontennel").replace("should", "may"))
    assert one.type == "name"
    assert places(one) == [3, 3]


def test_no_more_places_than_a_reader_wants() -> None:
    again = " ".join(f"At {hour} p.m. Fontenel was asked once more." for hour in range(1, 9))
    (one,) = told(f"{HELD.format(name='Fontenel')} {again}", HELD.format(name="Fontennel"))
    assert max(places(one)) == 4


def test_a_toll_that_a_report_gives_twice_is_shown_twice_but_not_other_numbers() -> None:
    looms = "The mill had forty looms, and forty trucks were parked behind it."
    (one,) = told(
        f"{FIRE.format(toll='Forty')}Nobody knows why. The mayor saw the 40 people who were hurt. {looms}",
        FIRE.format(toll="Sixty"),
    )
    assert one.type == "figure"
    assert places(one) == [2, 1]
