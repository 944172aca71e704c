"""Signs that a report visibly stops short; never to be taken for "did not report"."""

from __future__ import annotations

import re

# What stands where the rest of a report would: closing words of paywalls and previews, by language.
# A paragraph counts when the words begin it, so prose about subscriptions does not.
# Pointers to another outlet's report ("Read the full story at …") are none: the text before them is whole.
_CLOSING = {
    "en": (
        r"(?:please )?(?:subscribe|sign (?:in|up)|log ?in|register)\b.{0,60}"
        r"\bto (?:continue|keep|read|unlock|access|view)\b",
        r"to (?:continue|keep) reading(?: this (?:article|story|report))?"
        r"(?:$|[.:!…]|,? (?:please )?(?:subscribe|sign|log ?in|register|become))",
        r"to (?:read|view|access|unlock) .{0,60}\b(?:subscribe|sign (?:in|up)|log ?in|register|subscriber)\b",
        r"(?:continue|keep) reading (?:with|by|for)\b.{0,40}\b(?:subscri|trial|account|free|member)",
        r"th(?:is|e rest of this) (?:article|story|content|report) is"
        r" (?:(?:only )?for|(?:only )?available (?:only )?to|reserved for|exclusive(?:ly)? (?:to|for))"
        r" .{0,40}\b(?:subscribers|members)\b",
        r"already an? (?:\w+ )?(?:subscriber|member)\?",
        r"you(?:[’']ve| have) (?:reached|read|used) .{0,40}\bfree (?:articles?|stories|limit)\b",
    ),
    "de": (
        r"(?:jetzt )?(?:weiterlesen mit|mit .{0,30} weiterlesen)\b",
        r"(?:um|zum) weiter(?:zu)?lesen\b",
        r"dieser (?:artikel|beitrag) ist (?:nur )?(?:für|exklusiv für) .{0,30}abonnent",
    ),
    "fr": (
        r"(?:abonnez-vous|connectez-vous|inscrivez-vous)\b.{0,60}\b(?:lire|suite|continuer)\b",
        r"(?:la suite|cet article|il vous reste) .{0,40}\b(?:réservée? aux abonnés|à lire)\b",
    ),
    "es": (
        r"(?:suscríbete|suscríbase|inicia sesión|regístrate)\b.{0,60}\b(?:leer|leyendo)\b",
        r"(?:este|el resto del) (?:artículo|contenido) es (?:solo|exclusivo) para suscriptores\b",
    ),
}
_LEADING = r"[\s>*_#\-–—•|\[(]*"
_CLOSING_WORDS = re.compile(_LEADING + "(?:" + "|".join(sum(_CLOSING.values(), ())) + ")", re.IGNORECASE)
# Aggregators cut bodies and say how much they cut ("… [+2163 chars]").
_CUT = re.compile(r"\[\+\s?\d[\d,.]* (?:chars|characters|words)\]\s*$")
# A file that was cut inside a character ends in U+FFFD after a word; after a stop it may be a lost mark.
_CUT_CHARACTER = re.compile(r"[^\W_][,;:]?[ ]?\ufffd\s*$")
_LAST_PARAGRAPHS = 3  # a paywall's box has a headline, a plea and a link for those who have paid
_LONGEST = 200  # code points; a plea is short, a paragraph of prose is not


# What stands on a page instead of a report: scripts that did not run, gates that did not open.
_NO_REPORT = {
    "en": (
        r"(?:please )?(?:enable|turn on|allow) (?:java-?script|cookies)\b",
        r"you need to enable javascript\b",
        r"java-?script is (?:disabled|required|not (?:enabled|available))\b",
        r"(?:verify|confirm|checking) (?:that )?(?:if )?(?:you are|you[’']re|your browser)\b",
        r"are you a (?:robot|human)\b",
        r"access (?:denied|to this page has been denied)\b",
        r"(?:(?:error )?40[34]\b|page not found\b|forbidden\b)",
    ),
}
_NO_REPORT_WORDS = re.compile(
    r"^\W*(?:" + "|".join(sum(_NO_REPORT.values(), ())) + ")", re.IGNORECASE | re.MULTILINE
)
_NO_REPORT_LONGEST = 500  # code points; a report that tells of such a page is longer


def no_report(text: str) -> str | None:
    """Return the words that show a page's ``text`` to be no report at all, None when it may be one."""
    match = _NO_REPORT_WORDS.search(text) if len(text) <= _NO_REPORT_LONGEST else None
    return text[match.start() :].strip().partition("\n")[0] if match else None


def cut_short(text: str) -> str | None:
    """Return the words that show ``text`` to stop short, None when it shows no such sign.

    The signs: one of the last three paragraphs, short and at its beginning, asks to subscribe, sign in
    or go elsewhere for the rest; or the text ends in a count of what was cut, or inside a character.
    """
    if match := _CUT.search(text, max(0, len(text) - _LONGEST)):
        return match[0].strip()
    if _CUT_CHARACTER.search(text, max(0, len(text) - _LONGEST)):
        return "it ends inside a character (cut off?)"
    end = len(text)
    for _ in range(_LAST_PARAGRAPHS):
        while end > 0 and text[end - 1].isspace():
            end -= 1
        start = text.rfind("\n", 0, end) + 1
        if end <= start:
            return None
        if end - start <= _LONGEST and _CLOSING_WORDS.match(text, start, end):
            return text[start:end].strip()
        end = start
    return None
