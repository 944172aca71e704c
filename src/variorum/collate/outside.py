"""Words of a quotation that a report gives in its own prose beside the marks."""

from __future__ import annotations

from variorum.collate.changes import Change, Pair
from variorum.collate.lexicon import content_words
from variorum.collate.rendering import content_cover, sentence_at
from variorum.model import Span
from variorum.text.normalise import read_words


def standing_outside(pair: Pair, change: Change) -> bool:
    """Tell whether the words cut from the reading stand in its sentence, outside its quotation.

    Asks for every word that carries meaning in the sentence of the base that is cut; words without
    meaning of their own ("we are") prove nothing and do not count.
    """
    base = pair.base
    at_start = change.start == 0
    cuts = [cut for cut in base.read.sentences if change.base_start < cut < change.base_end]
    first = max(cuts, default=change.base_start) if at_start else change.base_start
    last = change.base_end if at_start else min(cuts, default=change.base_end)
    if last - first < change.base_end - change.base_start:
        return False  # whole sentences are missing besides
    wanted = set(content_words(base.keys[first:last]))
    if not wanted:
        return False
    source = pair.reading.source
    inside = content_cover(pair.reading)
    around = sentence_at(source, inside)
    outside = (Span(around.start, inside.start), Span(inside.end, around.end))
    found = read_words(source.article.text, [span for span in outside if span.end > span.start])
    return wanted <= set(content_words([word.key for word in found.words]))
