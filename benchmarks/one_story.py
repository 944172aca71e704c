"""One story of many reports: how long its collation takes and how large its page is.

    python -m benchmarks.one_story [--reports 300] [--page FILE] [--write FILE.jsonl] [--profile]

The reports are invented here: a ferry runs aground, and every outlet tells it from one stock of statements
and sentences, shortened, reworded and with other numbers here and there, beside sentences of its own. Reports
of one agency are printed by several outlets. `--write` keeps them, to be read by
`variorum compare --one-story`.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from variorum.model import Article
from variorum.outputs import html
from variorum.pipeline import annotate_article, collate_story

PEOPLE = (
    ("Ilse Varga", "the harbour master"),
    ("Tomas Brandt", "the ferry's captain"),
    ("Maren Okafor", "a spokeswoman for the coast guard"),
    ("Petra Lindqvist", "the transport minister"),
    ("Yusuf Adeyemi", "a passenger"),
    ("Dora Kessel", "the mayor of Sundhaven"),
    ("Henrik Solano", "the company's chief executive"),
    ("Anouk Ferreira", "a doctor at the county hospital"),
    ("Gabor Whitlock", "a fisherman"),
    ("Lena Marchetti", "the union's secretary"),
)
STATEMENTS = 400
SENTENCES = 240
SPOKEN = (
    "We will not let this {noun} {verb} again before the {thing} has been {done}",
    "Nobody on the {thing} could have known that our {noun} would {verb} so close to the {other}",
    "I have asked the {thing} {number} times to have the {noun} {done}, and they chose to {verb} instead",
    "There was {noun} up to our knees, and the {thing} had not even been {done}",
    "It is far too early to say why the {noun} did not {verb} when the {thing} was {done}",
    "My children saw the {noun} {verb}, and the {other} went dark {number} minutes later",
    "Whoever {done} that {thing} should look at the {other} and explain the {noun} to us",
    "The {noun} is safe, the {other} is {done}, and by Friday the {thing} will {verb} as it always did",
    "You cannot {verb} with a {noun} like that; ask anyone who ever {done} a {thing}",
    "Every {noun} on the {other} was {done} {number} days ago, and I would {verb} there tonight",
)
NOUNS = [
    "engine",
    "rudder",
    "cable",
    "alarm",
    "pilot",
    "cargo",
    "inspector",
    "schedule",
    "tide",
    "hull",
    "anchor",
    "permit",
    "crew",
    "beacon",
]
VERBS = [
    "sail",
    "drift",
    "turn",
    "wait",
    "answer",
    "burn",
    "settle",
    "return",
    "sink",
    "stop",
    "recover",
    "speak",
    "leave",
    "hold",
]
DONE = [
    "repaired",
    "tested",
    "painted",
    "sold",
    "signed",
    "counted",
    "emptied",
    "lifted",
    "measured",
    "promised",
    "closed",
    "blessed",
]
PARTS = [
    "pier bridge lower deck",
    "harbour wall",
    "car ramp",
    "north quay",
    "upper saloon",
    "chart room",
    "coast road",
]
OFFICES = [
    "ministry",
    "company",
    "board",
    "council",
    "county",
    "insurer",
    "union",
    "registry",
    "shipyard",
    "port authority",
]
TITLES = ("Courier", "Post", "Mail", "Herald")
PROSE = (
    "The ferry {ship} ran aground off {place} soon after {hour} p.m. on Tuesday with {number} people aboard.",
    "At least {number} passengers were taken to the county hospital in {place}, officials "
    "in the region said.",
    "Rescue boats from {place} and {number} volunteers worked through the night in heavy rain.",
    "The ship, built in {year}, had passed its last inspection {number} days before the accident.",
    "The company that runs the {ship} was fined ${number} million in {year} for missing a deadline.",
    "Police have questioned {number} members of the crew, and no one has been charged so far.",
    "About {number} tonnes of fuel had been pumped out by Thursday evening, according to the harbour office.",
    "Schools in {place} stayed closed on Wednesday while {number} families waited for news at the "
    "old market hall.",
    "The route between {place} and the islands carries some {number} thousand travellers in a summer month.",
    "An inquiry led by a retired judge is expected to report within {number} months, the ministry said.",
    "Divers found a crack of {number} centimetres in the hull near the car deck on Friday morning.",
    "The national broadcaster interrupted its programme for {number} hours to report from {place}.",
)
OWN = (
    "In the narrow streets behind the {thing}, people {act} and spoke of little else.",
    "A {thing} hung over the {other}, where a few old men {act} as they do every evening.",
    "For the owner of the {thing}, who {act} for half her life, the night brought back another winter.",
    "Nobody at the {other} {act} that morning, and the {thing} stayed shut.",
    "The {thing} beside the {other} had been painted the week before the visitors {act}.",
)
THINGS = [
    "bakery",
    "chapel",
    "lighthouse",
    "boatyard",
    "school",
    "tavern",
    "library",
    "square",
    "market",
    "cinema",
    "mill",
    "station",
]
ACTS = ("mended nets", "drank coffee", "lit candles", "counted the boats", "played cards", "told stories")
SHIPS, PLACES = ("Aurelia", "Saint Brannoc"), ("Sundhaven", "Port Ellery", "Kestrel Bay")
SAID = ("said", "told reporters", "said on Wednesday", "told the evening news")
SWAPS = {
    "tonight": "this evening",
    "told": "warned",
    "twice": "three times",
    "not": "never",
    "nobody": "no one",
}


def statements(source: random.Random) -> list[tuple[tuple[str, str], str]]:
    """Return the statements of the story with who made them."""
    found = []
    for number in range(STATEMENTS):
        words = SPOKEN[number % len(SPOKEN)].format(
            noun=source.choice(NOUNS),
            verb=source.choice(VERBS),
            done=source.choice(DONE),
            other=source.choice(PARTS),
            thing=source.choice(OFFICES),
            number=source.randrange(3, 90),
        )
        found.append((PEOPLE[number % len(PEOPLE)], words))
    return found


def told(words: str, source: random.Random) -> str:
    """Return a statement as one outlet prints it: whole, cut at an end, or with a word changed."""
    chance = source.random()
    parts = words.split()
    if chance < 0.2:
        parts = parts[: -source.randrange(3, 8)]
    elif chance < 0.3:
        parts = parts[source.randrange(3, 6) :]
    elif chance < 0.4:
        parts = [SWAPS.get(part, part) for part in parts]
    return " ".join(parts)


def sentence(number: int, source: random.Random) -> str:
    """Return a sentence of the common stock; one in seven has another number than most."""
    frame, usual = PROSE[number % len(PROSE)], random.Random(number)
    chosen = source if source.random() < 0.15 else usual
    return frame.format(
        number=chosen.randrange(4, 60),
        year=chosen.randrange(1985, 2015),
        hour=chosen.randrange(5, 11),
        ship=usual.choice(SHIPS),
        place=usual.choice(PLACES),
    )


def report(number: int, stock: Sequence[tuple[tuple[str, str], str]], source: random.Random) -> str:
    """Return the text of one report, some 3,500 characters."""
    lines = [sentence(one, source) for one in source.sample(range(SENTENCES), 10)]
    for (name, role), words in source.sample(stock, 12):
        speech = told(words, source)
        speech = speech[0].upper() + speech[1:]
        who = f"{name}, {role}," if source.random() < 0.7 else name
        lines.append(f"“{speech},” {who} {source.choice(SAID)}.")
    for _ in range(10):
        frame = source.choice(OWN)
        thing, other = source.sample(THINGS, 2)
        lines.append(frame.format(thing=thing, other=other, act=source.choice(ACTS)))
    first, *rest = lines
    source.shuffle(rest)
    return "\n\n".join((first, *rest))


def reports(count: int, seed: int = 1) -> list[Article]:
    """Return ``count`` reports; every sixth is printed again by another outlet, a little shortened."""
    source = random.Random(seed)
    stock = statements(source)
    found: list[Article] = []
    for number in range(count):
        text = report(number, stock, source)
        if number % 6 == 5:
            text = found[number - 3].text.rpartition("\n\n")[0]
        found.append(
            Article(
                id=f"report-{number:04}",
                text=text,
                outlet=f"The {PLACES[number % 3]} {TITLES[number % 4]} {number}",
                title=f"Ferry aground: what is known, part {number}",
                date=f"2024-03-{1 + number % 28:02}",
            )
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    given = reports(options.reports)
    if options.write:
        records = (
            {"id": a.id, "text": a.text, "outlet": a.outlet, "title": a.title, "date": a.date} for a in given
        )
        options.write.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    annotated = [annotate_article(article) for article in given]
    print(f"{len(given)} reports, {sum(len(one.text) for one in given):,} characters")
    profile = cProfile.Profile()
    collated = partial(collate_story, "story", annotated)
    start = time.process_time()
    found = profile.runcall(collated) if options.profile else collated()
    print(
        f"collated in {time.process_time() - start:.1f} s of processor time: "
        f"{len(found.utterances)} utterances, {len(found.discrepancies)} discrepancies"
    )
    if options.profile:
        pstats.Stats(profile).sort_stats("cumtime").print_stats(40)
    start = time.process_time()
    page = html.render([found], {one.article.id: one for one in annotated})
    print(f"page of {len(page.encode()) / 1e6:.1f} MB in {time.process_time() - start:.1f} s")
    if options.page:
        options.page.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
