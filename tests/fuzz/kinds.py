"""Texts that grow: what live blogs, transcripts, tables and broken extractions are made of.

Each kind is a function from a size in code points to a text of about that size. All of it is invented.
"""

from __future__ import annotations

import random
from collections.abc import Callable

Kind = Callable[[int], str]

_GIVEN = [
    "Ada",
    "Tom",
    "Mara",
    "Ines",
    "Paul",
    "Greta",
    "Omar",
    "Lena",
    "Jonas",
    "Ruth",
    "Viktor",
    "Nadia",
    "Elias",
    "Clara",
    "Hugo",
    "Wanda",
]
_FAMILY_HEADS = ["Lun", "Har", "Bren", "Mar", "Os", "Tel", "Kes", "Var", "Pol", "Din", "Gor", "Sel"]
_FAMILY_TAILS = ["d", "mann", "ley", "shaw", "wick", "berg", "ton", "low", "dahl", "ford"]
_PLACES = ["Port Sallow", "Marlhaven", "East Brundle", "Old Quarry", "Tessin Bay", "Lower Varn"]
_OFFICES = ["mayor", "harbour master", "deputy commissioner", "spokeswoman", "fire chief", "senator"]
_SENTENCES = (
    "“The {thing} was closed on {day}, and nobody was told,” {office} {given} {family} said.",
    "{family}, {age}, said that {count} people had left {place} by {day}.",
    "According to {given} {family}, a {office} in {place}, repairs would cost ${count} million.",
    "“We will reopen the {thing},” {pronoun} told reporters. “But not before {day}.”",
    "The {thing} in {place} dates from {year}, when {count} workers built it in {age} months.",
    "{given} {family} and {given2} {family2} of the {place} Council disagreed about the {thing}.",
    "“It is ‘beyond repair’,” {pronoun} added, and his colleague {family2} agreed.",
    "Police in {place} said they had arrested {count} people since {day}, about {age} per cent more.",
    "On March {age} the {office} wrote on Twitter: “The {thing} is safe.”",
)


def news(size: int, seed: int = 1) -> str:
    """Return invented reports joined to one, as live blogs and archives print them."""
    draw = random.Random(seed)
    lines: list[str] = []
    length = 0
    while length < size:
        sentences = [_sentence(draw) for _ in range(draw.randint(1, 4))]
        lines.append(" ".join(sentences))
        length += len(lines[-1]) + 2
    return "\n\n".join(lines)


def _sentence(draw: random.Random) -> str:
    def family() -> str:
        return draw.choice(_FAMILY_HEADS) + draw.choice(_FAMILY_TAILS)

    return draw.choice(_SENTENCES).format(
        given=draw.choice(_GIVEN),
        given2=draw.choice(_GIVEN),
        family=family(),
        family2=family(),
        place=draw.choice(_PLACES),
        office=draw.choice(_OFFICES),
        pronoun=draw.choice(("he", "she", "they")),
        thing=draw.choice(("bridge", "pier", "quarry", "ferry", "school")),
        day=draw.choice(("Monday", "Friday", "Sunday", "the next day", "last week")),
        age=draw.randint(19, 29),
        count=draw.randint(2, 900),
        year=draw.randint(1900, 2020),
    )


def _again(unit: str) -> Kind:
    return lambda size: unit * (size // len(unit) + 1)


def _around(opening: str, unit: str, closing: str) -> Kind:
    return lambda size: opening + unit * (size // len(unit)) + closing


def _nested(opening: str, closing: str) -> Kind:
    return lambda size: opening * (size // 2) + "word" + closing * (size // 2)


def _numbered(form: str) -> Kind:
    """Return units that differ: ``{n}`` is a number, ``{w}`` a word and ``{W}`` a name of their own."""

    def make(size: int) -> str:
        units: list[str] = []
        length = number = 0
        while length < size:
            word = _word(number)
            units.append(form.format(n=number, w=word, W=word.capitalize()))
            length += len(units[-1])
            number += 1
        return "".join(units)

    return make


def _word(number: int) -> str:
    letters = ""
    number += 26
    while number:
        number, rest = divmod(number, 26)
        letters += "bcdfghjklmnpqrstvwxyzaeiou"[rest] + "aeiou"[rest % 5]
    return letters


def _mixed(seed: int) -> Kind:
    signs = "\"'“”‘’«»()[]{}.,;:!?-–—…/\\*_#@$%&\n\t \u00a0\u2009abcABC019"

    def make(size: int) -> str:
        draw = random.Random(seed)
        return "".join(draw.choices(signs, k=size))

    return make


KINDS: dict[str, Kind] = {
    # lines
    "news": news,
    "news without line breaks": lambda size: news(size).replace("\n\n", " "),
    "one long line of words": _again("word and another word then "),
    "one word": _again("a"),
    "one capital word": _again("A"),
    "one-word lines": _again("word\n"),
    "capital one-word lines": _again("Word\n"),
    "lines of two words": _again("two words\n\n"),
    "blank lines": _again("\n"),
    "blanks": _again(" "),
    "no-break spaces": _again("\u00a0"),
    "tabs": _again("\t"),
    "words and tabs": _again("cell\t12\t"),
    "spaces before a line end": _again("   \n"),
    "different words": _numbered("{w} "),
    "different capital words": _numbered("{W} "),
    # no word in it
    "dashes": _again("-"),
    "long dashes": _again("—"),
    "spaced dashes": _again("— "),
    "dots": _again("."),
    "spaced dots": _again(". "),
    "commas": _again(","),
    "ellipses": _again("… "),
    "stars": _again("*"),
    "equals": _again("="),
    "emoji": _again("😀"),
    "emoji joined": _again("👩\u200d👩\u200d👧"),
    "combining marks": _again("\u0301"),
    "marks of direction": _again("\u202e"),
    "bullets": _again("• "),
    "exclamations": _again("!?"),
    "slashes": _again("/"),
    # quotation marks
    "quotations": _again("“The pier is old,” Ada Lund said. "),
    "quotations a line": _again("“The pier is old,” Ada Lund said.\n\n"),
    "quotations, full stop": _again("“The pier is old.” Ada Lund said. "),
    "quotations, full stop, a line": _again("“The pier is old.” Ada Lund said.\n\n"),
    "quotations and a turn": _again("“The pier is old.” Ada Lund turned. “It is shut.” Tom Hart said.\n\n"),
    "quotations alone": _again("“The pier is very old indeed today.” "),
    "only opening marks": _again("“"),
    "opening marks a word": _again("“word "),
    "opening marks a line": _again("“The pier is old and nobody comes.\n\n"),
    "only closing marks": _again("”"),
    "closing marks a word": _again("word” "),
    "straight marks": _again('"'),
    "straight marks a word": _again('"word '),
    "straight quotations": _again('"The pier is old," said Ada Lund. '),
    "apostrophes": _again("'"),
    "single marks": _again("‘word’ "),
    "opening single marks": _again("‘word "),
    "words in marks, given to nobody": _again("It is “simply what you and I are not told” and so on. "),
    "closing single marks, twice": _again("word’’ "),
    "elisions": _again("the ’90s rock ’n’ roll "),
    "nested marks": _nested("“‘", "’”"),
    "nested guillemets": _nested("«", "»"),
    "typewriter marks": _again("``word'' "),
    "inches": _again('5" x 7" '),
    "one quotation": _around("“", "the pier is old and ", "” Ada Lund said."),
    "quotation of many lines": _again("“The pier is old.\n"),
    "scare quotes": _again("the “old” pier "),
    # brackets
    "opening brackets": _again("("),
    "brackets nested": _nested("(", ")"),
    "bracket a word": _again("(word "),
    "square brackets": _again("[word] "),
    "markdown links": _again("[word](http://example.org/a) "),
    # attributions
    "said": _again("said "),
    "he said she said": _again("he said she said "),
    "according to": _again("according to "),
    "that": _again("said that "),
    "told reporters that": _again("told reporters that the mayor told reporters that "),
    "indirect speech": _again("Ada Lund said that the pier was old. "),
    "adding": _again("adding that it was, noting that it was, "),
    "asked whether": _again("asked whether he asked whether "),
    "labels of a transcript": _again("LUND: The pier is old.\nQ. Is it?\n"),
    "many labels": _numbered("{W}: The pier is old.\n"),
    "label alone": _again("LUND:\n"),
    "colons": _again("word: "),
    "Q and A": _again("Q. Is it?\nA. It is.\n"),
    # names
    "names": _again("Ada Lund "),
    "names and": _again("Ada Lund and "),
    "names a sentence": _again("Ada Lund came. "),
    "different names": _numbered("Ada {W} came. "),
    "different given names": _numbered("{W} Lund came, and Lund left. "),
    "different lone names": _numbered("Mr. {W} came. "),
    "titles": _again("Mr. Mr. "),
    "president": _again("President Ada Lund of the Council of "),
    "initials": _again("A. B. C. "),
    "acronyms": _numbered("The {W} Port Authority (PA) and PA met. "),
    "capitals": _again("ADA LUND CAME TO THE PIER. "),
    "capital lines": _again("ADA LUND CAME TO THE PIER\n"),
    "headline case": _again("Ada Lund Comes Again To The Pier\n"),
    "apostrophe names": _again("Lund’s "),
    "hyphened": _again("Ada-"),
    "particles": _again("de la von van "),
    "nicknames": _again("Ada “Lu” Lund "),
    "appositions": _again("Ada Lund, 45, a mayor of Marl, "),
    "relatives": _again("his wife, Ada Lund, and her son Tom Lund, "),
    "commas and names": _again("Lund, Ada, "),
    # pronouns
    "he": _again("he "),
    "pronouns": _again("She said he told her that they had it. "),
    "quoted pronouns": _again("“It is,” he said. "),
    "Ada and she": _again("Ada Lund came. She left. Tom Hart came. He left. "),
    # numbers and dates
    "digits": _again("1"),
    "numbers": _again("12 "),
    "thousands": _again("1,000,"),
    "decimals": _again("1.5."),
    "one and one": _again("one and one "),
    "number words": _again("twenty hundred thousand million "),
    "hundred and": _again("one hundred and "),
    "dollars": _again("$5 million "),
    "ranges": _again("5-6-"),
    "percent": _again("5 per cent of "),
    "people": _again("12 people and "),
    "different numbers": _numbered("{n} people died. "),
    "scores": _again("3-2 "),
    "times": _again("5:30 p.m. "),
    "dates": _again("March 3, 2024 "),
    "days of the week": _again("on Monday, on Tuesday "),
    "next days": _again("the next day "),
    "days ago": _again("three days ago "),
    "months": _again("May "),
    "years": _again("in 1999 and 2000 "),
    "ages": _again("Ada Lund, 45, "),
    "fractions": _again("two-thirds of "),
    "about": _again("about more than at least "),
    "days and a dateline": _again("MARL, March 3 (Halyard) — "),
    # lists, addresses, posts, markup
    "list items": _again("- Ada Lund came to the pier.\n"),
    "numbered items": _numbered("{n}. The pier is old.\n"),
    "emails": _again("ada@example.org "),
    "one address": _again("ada@"),
    "addresses": _again("https://example.org/pier "),
    "one link": _around("https://example.org/", "a/", ""),
    "handles": _again("@adalund "),
    "tags": _again("#pier "),
    "posts": _again("The pier is old. pic.twitter.com/abc\n— Ada Lund (@adalund) March 3, 2024\n\n"),
    "posts without an end": _again("— Ada Lund (@adalund) "),
    "on Twitter": _again("Ada Lund wrote on Twitter: "),
    "tweeted": _again("tweeted: The pier is old.\n"),
    "furniture": _again("Read more: The pier is old\nSign up for our newsletter\n"),
    "advertisement": _again("Advertisement\n"),
    "photo credits": _again("(Photo: Ada Lund/Halyard)\n"),
    "references": _again("&amp;"),
    "tags of markup": _again("<b>"),
    "angle brackets": _again("< > "),
    "under scores": _again("_"),
    "pipes": _again("a | b | "),
    "hashes": _again("# "),
    "abbreviations": _again("U.S. Inc. "),
    "stops and capitals": _again("A.B."),
    "stops and quotes": _again('." "'),
    "censored": _again("f*** sh*t "),
    "masks": _again("f---"),
    "Chinese": _again("桥关了。"),
    "Arabic": _again("مغلق "),
    "soft hyphens": _again("a\u00ad"),
    "wide digits": _again("１２ "),
    "line separators": _again("word\u2028"),
    "carriage returns": _again("word\r"),
    "steps of a case": _again("arrested killed hurt charged "),
    "names before the end of a list": lambda size: "Ada Lind " * (size // 9) + "MORE",
    "mixed signs": _mixed(7),
}
