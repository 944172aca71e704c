"""What an indirect quotation loses or adds of the quotation that it tells in other words.

A paraphrase differs in words by nature, so its words are never compared one by one. Told is only what turns
or limits the statement: a negation that one of them has, a hedge ("might", "appears") or a condition ("if")
that only the quotation has. Both must be about the same words, and nothing else in the sentence of the other
may carry the same sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise

from msgspec import Struct

from variorum.collation.utterances.rendering import (
    Stretch,
    content_cover,
    evidence_of,
    sentence_at,
    stretch_of,
    words_of,
)
from variorum.language.language import Language, language_of
from variorum.language.lexicon import content_words
from variorum.language.tables import Lexicon
from variorum.model import AnnotatedArticle, DifferenceType, Reading, Utterance, Variant, VariantSide
from variorum.model.kinds import Circumstance, severity_of
from variorum.settings import VARIANTS, CollateSettings

_WORD = re.compile(r"n't\b|(?:(?!n't\b)\w)+")


class _Said(Struct, frozen=True, kw_only=True):
    """One sentence of a reading. start, end: its words in the stretch. around: keys of the whole sentences
    that the reading stands in, of its attribution, too.
    """

    reading: Reading
    stretch: Stretch
    start: int
    end: int
    stems: frozenset[str]
    around: frozenset[str]

    @property
    def lists(self) -> Lexicon:
        """The word lists of its language."""
        return self.stretch.lists

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its words."""
        return self.stretch.keys[self.start : self.end]


def retelling_variants(
    utterance: Utterance, sources: Mapping[str, AnnotatedArticle], settings: CollateSettings
) -> list[Variant]:
    """Return what the indirect readings of an utterance lose or add. Where nothing is quoted, it is told only
    that one report has somebody say the opposite of what another has.

    sources: the articles by id.
    """
    quoted = [one for one in utterance.readings if one.kind != "indirect"]
    told = [one for one in utterance.readings if one.kind == "indirect"]
    if not quoted:
        return list(_opposite(utterance, told, sources))
    if not told:
        return []
    sentences = [said for one in quoted for said in _sentences(one, sources[one.article])]
    found: list[Variant] = []
    for one in told:
        retold = _whole(one, sources[one.article])
        host = _host(retold, [said for said in sentences if said.reading.article != one.article], settings)
        if host is not None:
            found += _differences(host, retold)
    return found


def _opposite(
    utterance: Utterance, told: Sequence[Reading], sources: Mapping[str, AnnotatedArticle]
) -> Iterator[Variant]:
    """Yield the first two reports that have one speaker say the same words, in one of them with a negation:
    "she would not resign", "she would resign".
    """
    known = utterance.speakers[0].articles if len(utterance.speakers) == 1 else ()
    by_one = [one for one in told if one.article in known]
    if len({_has_negation(one, sources[one.article]) for one in by_one}) < 2:
        return
    for one, other in combinations([_whole(one, sources[one.article]) for one in by_one], 2):
        alike = one.stems == other.stems and one.reading.article != other.reading.article
        if alike and (_turned(one, other) or _turned(other, one)):
            yield _variant("negation", "prose", one, other)
            return


def _has_negation(reading: Reading, source: AnnotatedArticle) -> bool:
    words = _WORD.findall(reading.text.casefold().replace("\u2019", "'"))
    return not language_of(source.article.lang).collation.negations.isdisjoint(words)


def _sentences(reading: Reading, source: AnnotatedArticle) -> Iterator[_Said]:
    whole = _whole(reading, source)
    cuts = [0, *sorted(cut for cut in whole.stretch.read.sentences if cut < whole.end), whole.end]
    for start, end in zip(cuts, cuts[1:], strict=False):
        stems = frozenset(content_words(whole.stretch.keys[start:end], whole.stretch.lang))
        yield _Said(
            reading=reading,
            stretch=whole.stretch,
            start=start,
            end=end,
            stems=stems,
            around=whole.around,
        )


def _whole(reading: Reading, source: AnnotatedArticle) -> _Said:
    stretch = stretch_of(source, reading.content)
    sentence = sentence_at(source, content_cover(stretch))
    words = words_of(source, [sentence]).words
    hedges = _hedges(stretch.lang)
    return _Said(
        reading=reading,
        stretch=stretch,
        start=0,
        end=len(stretch.keys),
        stems=frozenset(content_words(stretch.keys, stretch.lang)) - hedges,
        around=frozenset(word.key for word in words),
    )


@cache
def _hedges(lang: Language) -> frozenset[str]:
    return frozenset(map(lang.stem, lang.collation.hedges | lang.collation.negations))


def _host(told: _Said, quoted: Sequence[_Said], settings: CollateSettings) -> _Said | None:
    """Return the quoted sentence that most of the words stand in; None where either tells much besides."""
    best, most = None, 0
    for one in quoted:
        shared = len(one.stems & told.stems)
        if shared > most:
            best, most = one, shared
    if best is None or most < settings.retold_words:
        return None
    whole = max(len(told.stems), len(best.stems - _hedges(told.stretch.lang)))  # neither tells much besides
    return best if most >= settings.retold_share * whole else None


def _differences(quoted: _Said, told: _Said) -> Iterator[Variant]:
    """Yield what the two do not have in common, at most one of a kind."""
    if _turned(quoted, told) or _turned(told, quoted):
        yield _variant("negation", "prose", quoted, told)
        return
    words = told.lists
    hedged = _before_shared(quoted, told, words.modest)
    conditional = any(
        key in words.supposing and behind not in words.negations  # "if not sooner" is none
        for key, behind in pairwise((*quoted.keys, ""))
    )
    if hedged and not conditional and words.unsure.isdisjoint(told.around):
        yield _variant("wording", "sense", quoted, told)
    elif conditional and words.conditional.isdisjoint(told.around):
        yield _variant("truncation", "sense", quoted, told)


def _turned(one: _Said, other: _Said) -> bool:
    """Tell whether one negation turns a word of ``one`` that ``other`` has without any."""
    words, stem = other.lists, other.stretch.lang.stem
    negations = [key for key in one.keys if key in words.negations]
    if len(negations) != 1 or not words.negations.isdisjoint(other.around):
        return False
    denying = {stem(word) for word in words.denying}
    if not denying.isdisjoint(map(stem, other.around)) or not denying.isdisjoint(one.stems):
        return False
    return _before_shared(one, other, words.negations)


def _before_shared(one: _Said, other: _Said, wanted: frozenset[str] | set[str]) -> bool:
    """Tell whether a word of ``wanted`` stands before one of meaning that both have."""
    words, keys, stem = one.lists, one.keys, one.stretch.lang.stem
    for at, key in enumerate(keys):
        if key in wanted:
            behind = keys[at + 1 : at + 1 + VARIANTS.turned_reach]
            turned = next((stem(word) for word in behind if word not in words.function | words.hedges), None)
            if turned in other.stems:
                return True
    return False


def _variant(kind: DifferenceType, circumstance: Circumstance, *sides: _Said) -> Variant:
    shared = sides[0].stems & sides[1].stems
    evidence = [evidence_of(one.stretch, *_reach(one, shared)) for one in sides]
    return Variant(
        type=kind,
        severity=severity_of(kind, circumstance),
        sides=tuple(
            VariantSide(readings=(one.reading.quotation,), evidence=places)
            for one, places in zip(sides, evidence, strict=True)
        ),
    )


def _reach(one: _Said, shared: frozenset[str]) -> tuple[int, int]:
    """Return the first and the last word that both have, and what turns or limits them."""
    words, stem = one.lists, one.stretch.lang.stem
    limiting = words.negations | words.hedges | words.conditions
    places = [at for at, key in enumerate(one.keys, one.start) if stem(key) in shared or key in limiting]
    return places[0], places[-1] + 1
