"""Copies and traps planted among articles, by seed: what `variorum origins` must find and must not."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from variorum.model import Article

Pair = tuple[str, str]

TRAPS = 120
EDITED = ("as it is", "light", "heavy")
KINDS = ("whole", "60 %", "paragraph")
BRITISH = {"color": "colour", "center": "centre", "organization": "organisation", "defense": "defence"}
BRITISH |= {
    "labor": "labour",
    "program": "programme",
    "favor": "favour",
    "honor": "honour",
    "percent": "per cent",
}
FOOTER = (
    "Get the stories that matter most every morning: sign up for our letter and never miss what we print."
)
LEAST = 40  # words outside quotation marks of a paragraph that is planted alone


class Planted(Struct, frozen=True):
    """One planted article: what it copies, how much of it, and how much it was edited."""

    id: str
    source: str
    kind: str
    edited: str


class Corpus(Struct, frozen=True):
    """The corpus to search; traps: by id, the text that each had before something was set into it."""

    articles: list[Article]
    planted: list[Planted]
    traps: dict[str, str]


def plant(articles: Sequence[Article], copies: int, draw: random.Random, least: int = LEAST) -> Corpus:
    """Return the articles with copies and traps among them; what they are set into stands there no more.

    least: words outside quotation marks of a paragraph that is planted alone.
    """
    order = draw.sample(list(articles), len(articles))
    usable = [article for article in order if len(paragraphs(article.text)) >= 5]
    sources, hosts = usable[:copies], usable[copies : 2 * copies]
    trapped = usable[2 * copies : 2 * copies + TRAPS]
    made, planted = [], []
    taken = {article.id for article in trapped}
    for number, (source, host) in enumerate(zip(sources, hosts, strict=True)):
        kind, edited = KINDS[number % 3], EDITED[number // 3 % 3]
        parts = copied(source.text, kind, least, draw)
        if not parts:
            continue
        share = {"as it is": 0.0, "light": 0.02, "heavy": draw.uniform(0.05, 0.1)}[edited]
        parts = [edit(part, share, draw) for part in parts]
        own = paragraphs(host.text)
        if kind == "paragraph":
            place = draw.randint(0, len(own))
            parts = own[:place] + parts + own[place:]
        elif edited != "as it is":
            parts = rearranged(parts, own, draw)
        taken.add(host.id)
        made.append(replace(host, id=f"planted-{number}", text="\n\n".join(parts)))
        planted.append(Planted(id=made[-1].id, source=source.id, kind=kind, edited=edited))
    traps = {f"trap-{number}": article.text for number, article in enumerate(trapped)}
    made += [trap(article, number, draw) for number, article in enumerate(trapped)]
    corpus = [article for article in articles if article.id not in taken] + made
    draw.shuffle(corpus)
    return Corpus(articles=corpus, planted=planted, traps=traps)


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n+", text) if part.strip()]


def copied(text: str, kind: str, least: int, draw: random.Random) -> list[str]:
    """Return the paragraphs that are taken from a text; none where it has no paragraph that stands alone."""
    parts = paragraphs(text)
    if kind == "whole":
        return parts
    if kind == "60 %":
        count = max(3, round(0.6 * len(parts)))
        first = draw.randint(0, len(parts) - count)
        return parts[first : first + count]
    long = [part for part in parts if len(prose(part).split()) >= least]
    return [draw.choice(long)] if long else []


def prose(text: str) -> str:
    """Return the text without what stands in quotation marks."""
    return re.sub(r"[\"“][^\"”]*[\"”]?|‘(?:[^’]|’(?=\w))*’", " ", text)


def edit(text: str, share: float, draw: random.Random) -> str:
    """Return a text with a share of its words changed, left out or followed by others, in another style."""
    if not share:
        return text
    words = text.split(" ")
    kept: list[str] = []
    for word in words:
        if draw.random() >= share:
            kept.append(word)
            continue
        how = draw.random()
        if how < 0.5:
            kept.append(draw.choice(words))
        elif how < 0.75:
            kept += [word, draw.choice(words)]
    changed = " ".join(kept)
    changed = changed.translate(
        str.maketrans({"“": '"', "”": '"', "’": "'"} if "“" in changed else {"'": "’"})
    )
    return re.sub(r"\b[a-z]+\b", lambda match: BRITISH.get(match.group(), match.group()), changed)


def rearranged(parts: Sequence[str], own: Sequence[str], draw: random.Random) -> list[str]:
    """Return paragraphs with the head cut, one moved, and one of another article between."""
    parts = list(parts)
    if len(parts) > 6:
        parts = parts[draw.randint(0, 1) :]
        parts.insert(draw.randrange(len(parts)), parts.pop(draw.randrange(len(parts))))
    parts.insert(draw.randint(0, len(parts)), draw.choice(own))
    return parts


def trap(article: Article, number: int, draw: random.Random) -> Article:
    """Return an article that holds a speech in marks which others hold too, or a footer of its house."""
    if number % 2:
        return replace(article, id=f"trap-{number}", text=f"{article.text}\n\n{FOOTER}")
    said = SPEECHES[number // 2 % len(SPEECHES)]
    name = draw.choice(("he said", "she told reporters", "the minister said on Monday", "said the minister"))
    return replace(article, id=f"trap-{number}", text=f"{article.text}\n\n“{said},” {name}.")


SPEECHES = (
    "We have waited for this day through four winters and two governments, and I will not stand here and "
    "tell you that the waiting was wise, because it was not, and who lost a house there knows it was not",
    "Nobody asked the fishermen, nobody asked the school, nobody asked the woman who keeps the lamp lit at "
    "the end of the pier, and so nobody should be surprised that they came with their own answer",
    "If the figures are right then we owe this town an apology and a bridge, and if they are wrong then we "
    "owe it an apology and an inquiry, but in neither case do we owe it another committee",
)


def pair(a: str, b: str) -> Pair:
    return min(a, b), max(a, b)


def really(one: str, other: str) -> bool:
    """Tell whether two articles share 12 words in a row outside quotation marks; eight are rare by chance."""
    return bool(_runs(one) & _runs(other))


@lru_cache(maxsize=4096)
def _runs(text: str, size: int = 12) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", prose(text).lower())
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1))
