"""Indirect quotations that tell the same statement as a direct one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from variorum.collation.order import in_order
from variorum.collation.utterances.rendering import Rendering
from variorum.collation.utterances.voices import rendering_voice, same_voice, voice_of
from variorum.language.lexicon import content_words
from variorum.model import AnnotatedArticle, Quotation, Reading
from variorum.settings import CollateSettings
from variorum.text.normalise import read_words


def link_paraphrases(
    articles: Sequence[AnnotatedArticle], bases: Sequence[Rendering], settings: CollateSettings
) -> list[tuple[Reading, ...]]:
    """Return for each of ``bases`` the indirect quotations that paraphrase it, in order of the story.

    Linked when the speaker is surely the same and enough of the words that carry meaning are; each goes
    to the one utterance it shares most with.
    """
    vocabularies = [frozenset(content_words(base.keys)) for base in bases]
    having: dict[str, list[int]] = defaultdict(list)
    for index, vocabulary in enumerate(vocabularies):
        for word in vocabulary:
            having[word].append(index)
    voices = [rendering_voice(base) for base in bases]
    found: list[list[Reading]] = [[] for _ in bases]
    for source in in_order(articles):
        for quotation in source.annotation.quotations:
            if quotation.kind != "indirect" or quotation.speaker is None:
                continue
            voice = voice_of(source, quotation)
            words = frozenset(content_words(_keys(source, quotation)))
            best, best_index = 0.0, -1
            shared = Counter(index for word in words for index in having.get(word, ()))
            for index in sorted(shared):
                share = _share(shared[index], len(words), settings)
                if share > best and same_voice(voice, voices[index]) == "yes":
                    best, best_index = share, index
            if best_index >= 0:
                found[best_index].append(_reading(source, quotation))
    return [tuple(readings) for readings in found]


def _keys(source: AnnotatedArticle, quotation: Quotation) -> list[str]:
    return [word.key for word in read_words(source.article.text, quotation.content).words]


def _share(shared: int, words: int, settings: CollateSettings) -> float:
    """Return the share of ``words`` that are shared, 0 below the thresholds."""
    if shared < settings.paraphrase_words:
        return 0.0
    share = shared / words
    return share if share >= settings.paraphrase_overlap else 0.0


def _reading(source: AnnotatedArticle, quotation: Quotation) -> Reading:
    text = source.article.text
    return Reading(
        article=source.article.id,
        quotation=quotation.id,
        kind=quotation.kind,
        speaker=quotation.speaker.name if quotation.speaker else None,
        content=quotation.content,
        text=" ".join(span.of(text) for span in quotation.content),
        paraphrase=True,
    )
