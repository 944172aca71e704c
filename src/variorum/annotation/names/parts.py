"""Parts of personal names beyond capitalised words.

Particles with an apostrophe, nicknames in marks, letters after a name, and birth or former names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from variorum.annotation.markers import LETTERS, marked
from variorum.language.language import Language
from variorum.model import Span
from variorum.text.late import late
from variorum.text.name_words import NameWords, name_words
from variorum.text.names import fold

# Not the party or the state of a politician: "(D-Ohio)", "(Ky.)".
NICKNAME = late(
    r"\s[\"“„«‘'(](?=[^\W\d_])(?![A-Z]-[A-Z]|[^)]{1,8}\.\))([^\"“”„«»‘’()\n]{2,20})[\"”“»’')]\s(?=[^\W\d_])"
)
_NICKNAME_SIGN = late(r"[\"“„«‘(]")
# "d'Estaing", "dell’Orto", "l'Hermite": small letters joined on to a capital.
JOINED_PARTICLE = late(r"(?:d|l|n|s|all|dall|degl|dell|nell|sull|sant)['’](?=[^\W\d_a-z])")
_TIS = late(r"(?:(?:in|op|van|aan)\s)?['’]t\s(?=[^\W\d_a-z])")
_CUT_PARTICLE = late(r"['’]\s(?=[^\W\d_a-z])")
# Letters that follow a name: degrees, honours, callings. The second group can be a place or a word as well.
_SURE = (
    r"Ph\.?\s?D|D\.\s?Phil|DPhil|M\.D|J\.D|LL\.?[BMD]|Ed\.?D|Psy\.?D|D\.D\.S|DDS|DVM|R\.N|Esq(?:uire)?|[KQS]C|[MOCKDG]BE"
    r"|K\.C|Q\.C|C\.P\.A|CPA|M\.B\.A|MBA|FRSE?|FRCS|FRCP|FBA|[DKG]?CMG|GCB|KCB|DSO|DFC|MVO|KCVO|S\.J|SJ|[MB]\.A|M\.Sc|B\.Sc"
)
_OPEN = r"MD|RN|JD|DO|NP|CFA|CFP|PE|MA|BA|MSc|BSc"
_LETTERS = late(rf",?\s(?P<letters>(?:(?P<sure>{_SURE})|(?:{_OPEN}))\.?)(?!\.?\w)(?=[\s,.;:)”\"’']|$)")
_NAME_BEFORE = late(r"(?:[^\W\d_][\w’'.-]*,?\s){0,5}[A-Z]?[\w’'-]*[^\W\d_]\.?$")
_BORN = late(
    r"(?:\s?\(|,\s|\s)(?P<word>née|nee|né|born|formerly|formerly\sknown\sas|previously|aka|a\.k\.a\.|also\sknown\sas)\s$"
)
# Words of birth that stand in brackets or behind a comma only: "was born Monday" names nobody.
_PLAIN_BIRTH = frozenset(["born", "formerly", "previously"])


def after_particle(text: str, at: int, word: str) -> int:
    """Return where a particle that begins at ``at`` ends when an apostrophe belongs to it; 0 for none.

    "de’ Medici", "’t Hoff", "in ’t Veld": the capital stands behind a blank.
    """
    if word in ("de", "da", "ne", "a"):
        cut = _CUT_PARTICLE.match(text, at + len(word))
        return cut.end() if cut and word != "a" else 0
    tis = _TIS.match(text, at) if word in ("'", "’", "in", "op", "van", "aan") else None
    return tis.end() if tis else 0


def begins_capital(word: str, particles: frozenset[str]) -> bool:
    """Tell whether the capital of a word stands behind a particle joined on to it: "al-Sadr", "d'Estaing"."""
    head, _, rest = word.partition("-")
    return bool(rest) and rest[0].isupper() and head in particles or JOINED_PARTICLE.match(word) is not None


def nickname_after(text: str, at: int, words: Sequence[str], lists: NameWords) -> re.Match[str] | None:
    """Return the nickname in marks that follows the words of a name so far ("Rick", "T.J."); else None.

    Capitals in brackets are the short form of a body ("(FDA)"), and in marks behind no given name, too.
    """
    found = NICKNAME.match(text, at)
    if found is None:
        return None
    words = [word for word in words if word != "."]
    while len(words) > 1 and fold(words[0]) in lists.people.honorifics:
        words = words[1:]  # "Capt. Richard “Rick” Dake"
    if len(words) > 3:
        return None
    given = fold(words[0]) in lists.people.given
    bracketed = found[0].strip().startswith("(")
    if found[1].isupper():
        return found if given and not bracketed and len(found[1].replace(".", "")) < 4 else None
    return found if found[1].istitle() and (len(words) < 3 or given and not bracketed) else None


def has_nickname(text: str, start: int, end: int) -> bool:
    """Tell whether a name holds one in marks or brackets."""
    return (
        _NICKNAME_SIGN.search(text, start, end) is not None or NICKNAME.search(text, start, end) is not None
    )


def letters_after(text: str, paragraph: Span, lang: Language) -> list[Span]:
    """Return the letters after names in a paragraph: "M.D." of "Ada Lind, M.D.", "KC" of "Tom Reyes KC"."""
    if not marked(text, lang).holds(LETTERS, paragraph.start, paragraph.end):
        return []
    found: list[Span] = []
    lists = name_words(lang)
    for match in _LETTERS.finditer(text, paragraph.start, paragraph.end):
        chained = bool(found) and found[-1].end == match.start()
        if chained or _follows_name(text, match.start(), paragraph.start, lists, sure=bool(match["sure"])):
            found.append(Span(*match.span("letters")))
    return found


def _follows_name(text: str, at: int, floor: int, lists: NameWords, *, sure: bool) -> bool:
    """Tell whether a name of two words ends at ``at``; one that begins with a given name unless ``sure``."""
    before = _NAME_BEFORE.search(text, max(floor, at - 60), at)
    words = before.group().replace(",", "").split() if before else []
    inner = lists.particles
    capitals = [w for w in words if w[0].isupper() or w in inner or begins_capital(w, inner)]
    if len(capitals) < 2 or capitals[-1] != words[-1] or words[-1].lower() in lists.never:
        return False
    if any(word.endswith(".") and len(word) > 5 for word in words[:-1]):
        return False  # "of the Party. The R.N."
    data = lists.people
    known = any(fold(word) in data.given or fold(word) in data.honorifics for word in capitals[:-1])
    return known or sure and len(words[-1]) > 1 and words[-2] in capitals


def within(spans: Sequence[Span], at: int) -> bool:
    """Tell whether ``at`` lies in one of ``spans``, which are in order."""
    index = bisect_right(spans, at, key=lambda span: span.start) - 1
    return index >= 0 and at < spans[index].end


def gives_other_name(text: str, end: int, start: int) -> bool:
    """Tell whether the name from ``start`` on is a birth or former name of the person named up to ``end``.

    "Anna Müller (née Schmidt)", "Edda Stone, formerly Edda Crane".
    """
    found = _BORN.fullmatch(text, end, start)
    if found is None:
        return False
    return found["word"] not in _PLAIN_BIRTH or text[end] in "(," or text[end + 1 : end + 2] == "("
