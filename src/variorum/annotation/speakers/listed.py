"""Quoted claims that a check of facts lists one after the other: "Claim 2: “The bridge is safe.”"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import MutableMapping

from variorum.language.language import Language
from variorum.model import Annotation, Speaker


def share_listed(
    text: str, annotation: Annotation, speakers: MutableMapping[str, Speaker | None], lang: Language
) -> None:
    """Give quoted claims without a source the speaker of the last one under the same label that has one.

    speakers: by the id of a quotation; changed in place.
    """
    last: dict[str, Speaker] = {}
    starts = [paragraph.start for paragraph in annotation.paragraphs]
    for quotation in sorted(annotation.quotations, key=lambda each: (each.content[0], each.id)):
        begins = quotation.content[0].start
        at = bisect_right(starts, begins) - 1
        label = lang.phrases.sources.claim_label.match(text, starts[at]) if at >= 0 else None
        if label is None:
            continue
        kind = (label[1] or label[2]).lower()
        speaker = speakers.get(quotation.id)
        own = (
            [span for span in quotation.source if span.start >= label.end(1)]
            if label[1]
            else quotation.source
        )
        if speaker is not None and (own or not quotation.source):
            last[kind] = speaker
        elif not own and label.end(1) <= begins <= label.end() and (kind in last or _is_numbered(label)):
            speakers[quotation.id] = last.get(kind)  # "Claim 2" itself says nothing


def _is_numbered(label: re.Match[str]) -> bool:
    return any(map(str.isdigit, label[0]))
