"""What a verdict means, in plain words; never more than was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from variorum.checking.results import CheckedChange, Verdict
from variorum.outputs.wording import plural
from variorum.text.seen import invisible_signs

VERDICT_WORDS: dict[Verdict, str] = {
    "verbatim": "Printed so, sign for sign",
    "typographic": "The same words; only marks, spaces or spelling of numbers differ",
    "elided": "Words that were printed are left out",
    "altered": "The words differ from what was printed",
    "other speaker": "The words are printed, but given to somebody else",
    "partial": "Only a part of it is printed in this collection",
    "not found": "Not in this collection",
    "not decided": "Too short to decide",
}

# What a verdict means for whoever has to mend a draft; ``docs/check.md`` tells all of it.
VERDICT_HELP: dict[Verdict, str] = {
    "elided": "All words stand in a report in this order, and words between them are left out. Put … where "
    "they are missing, or print them; where the missing words limit the rest, do not leave them out.",
    "altered": "A word was changed, added, exchanged or lost against the nearest report. Print the words as "
    "they stand there, or cite the report that has them as the draft does.",
    "other speaker": "The words are printed as they stand, and every report that names a speaker gives them "
    "to somebody else. Correct the name, or cite who gives the words to the draft's speaker.",
    "partial": "One end of the quotation is not in the reports given; the rest stands there unchanged. Cite "
    "a report that prints all of it, or quote only what is printed.",
    "not found": "No report given prints these words, nor words near them. That says nothing about other "
    "sources: add the report that printed them, or accept the quotation with a reason.",
    "not decided": "Fewer than five words, which do not stand in a report as they are. So few prove nothing "
    "either way.",
}


def notices(texts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return what is to be said once of each text that holds signs without width; ``(name, text)`` each.

    They may carry where a text comes from, or hide; words are compared without them.
    """
    counted = ((name, invisible_signs(text)) for name, text in dict(texts).items())
    return tuple(f"{name} holds invisible signs ({count})" for name, count in counted if count)


def note_of(
    verdict: Verdict,
    changes: Sequence[CheckedChange],
    speaker_there: str | None,
    *,
    disputed: bool = False,
    otherwise: int = 0,
    seems: str | None = None,
    guessed: str | None = None,
) -> str:
    """Return a sentence or two that say what was found, and what that does not mean.

    disputed: other reports give the words to the draft's speaker. otherwise: how many print other words.
    seems: who seems to be quoted there instead, which is not sure. guessed: the draft's speaker, where the
    draft does not name one beside the words.
    """
    note = VERDICT_WORDS[verdict] + "."
    if verdict == "other speaker":
        return f"The words are printed, but given to {speaker_there}."
    if verdict == "not found":
        return f"{note} That says nothing about other sources."
    if verdict == "not decided":
        return f"{note} Fewer than five words are only told to be found when they stand there as they are."
    if any(change.type == "negation" for change in changes):
        note = f"{note} A negation was lost or added."
    if otherwise:
        prints = "prints" if otherwise == 1 else "print"
        note = f"{note} Reports differ on the words: {plural(otherwise, 'report')} {prints} other ones."
    if verdict == "elided" and any(change.marked is False for change in changes):
        note = f"{note} The draft does not show it."
    if speaker_there and disputed:
        return f"{note} Reports differ on who said them: one gives them to {speaker_there}."
    if speaker_there:
        return f"{note} They are given to {speaker_there} there."
    if seems and guessed:
        return f"{note} They seem to be given to {seems} there; the draft seems to give them to {guessed}."
    if seems:
        return f"{note} They seem to be given to {seems} there; that is not sure."
    return note
