"""Labels and phrases for readers, the same on the page, in the brief, the table and the terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from variorum.model import (
    AnnotatedArticle,
    ArticleSummary,
    Collation,
    Discrepancy,
    Happening,
    Origin,
    Utterance,
    Variant,
)
from variorum.model.kinds import KINDS
from variorum.settings import SHOWN
from variorum.text.declared import other_language
from variorum.text.late import late

TYPE_WORDS: dict[str, str] = {kind.name: kind.label for kind in KINDS.values()}
SEVERITY_WORDS: dict[str, str] = {"critical": "Critical", "material": "Material", "minor": "Minor"}
SEVERITY_SIGNS: dict[str, str] = {"critical": "▲", "material": "◆", "minor": "○"}
SEVERITY_ORDER = tuple(SEVERITY_WORDS)
STATE_WORDS: dict[str, str] = {
    "carries": "carries it",
    "retold": "in other words",
    "differs": "differs",
    "silent": "not in it",
    "unreadable": "could not be read",
    "truncated": "text stops short",
    "withdrawn": "withdrawn",
}
STATE_SIGNS: dict[str, str] = {
    "carries": "●",
    "retold": "≈",
    "differs": "◐",
    "silent": "–",
    "unreadable": "✕",
    "truncated": "◌",
    "withdrawn": "⊘",
}
STATUS_WORDS: dict[str, str] = {
    "unreadable": "Could not be read: what it reports is unknown.",
    "truncated": "Text stops short: what is missing here may stand in the rest of it.",
    "withdrawn": "Withdrawn by its agency: nothing is quoted from it.",
}
UNHEARD = frozenset(("unreadable", "withdrawn"))  # reports of which nothing is told
OTHER_LANGUAGE = "In another language ({}): only English is read, so what it reports is unknown."
ORIGIN_WORDS: dict[str, str] = {
    "agency": "agency copy",
    "release": "press release",
    "copy": "shared text",
    "own": "own text",
}
NO_VERDICT = (
    "Variorum shows where reports differ and where they agree. It does not judge which report is right."
)
POSSIBLE = (
    "Sentences that seem to answer one question differently. "
    "Not sure enough to be told as differences: read them."
)

_MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
# Characters that act on the text around them instead of being read: C0 and C1 controls (not tab and
# line ends), overrides and isolates of writing direction, and what no UTF-8 file can hold; also runs of tag
# characters, which hide words, but for those that make a flag of the emoji before them. The marks that
# ordinary Arabic, Hebrew and emoji need (U+200C to U+200F) stay.
CONTROLS = late(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
    r"|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0001\U000e0020-\U000e007f]+"
)
_MARKS_OF_DIRECTION = late("[\u200e\u200f]")
_LINE_ENDS = late(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")

_QUOTED = late(r"“([^“”]*)”")
_ISO_DAY = late(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")
_ISO_DATE = late(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ](\d{2}:\d{2}))?")
_OFFSET = late(r"\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))$")


class Headline(Struct, frozen=True, kw_only=True):
    """The counts of one story that a reader sees first.

    readable: articles whose words could be had and stand; withdrawn: those whose do not. origins: independent
    texts among the first.
    differing: utterances rendered differently. contested: utterances given to different speakers;
    speakers: the most that one of them is given to. severities: (severity, count), gravest first.
    """

    reports: int
    readable: int
    origins: int
    utterances: int
    differing: int
    contested: int
    speakers: int
    differences: int
    severities: tuple[tuple[str, int], ...]
    withdrawn: int = 0

    def __str__(self) -> str:
        unread = self.reports - self.readable - self.withdrawn
        left = [
            f"{count} {what}"
            for count, what in ((unread, "could not be read"), (self.withdrawn, "withdrawn"))
            if count
        ]
        reports = plural(self.reports, "report") + (f" ({', '.join(left)})" if left else "")
        parts = [reports, plural(self.utterances, "utterance")]
        if self.utterances and self.readable > 1:
            parts.append(f"{self.differing or 'none'} rendered differently")
        if self.contested:
            number = "two different" if self.speakers == 2 else "different"
            parts.append(f"{self.contested} given to {number} speakers")
        return ", ".join(parts)


def status_words(one: ArticleSummary, articles: Mapping[str, AnnotatedArticle]) -> str:
    """Return why a report is not read, or not all of it; "" for one that is."""
    language = other_language(articles[one.id].article) if one.id in articles else None
    return STATUS_WORDS.get(one.status, "") if language is None else OTHER_LANGUAGE.format(language)


def no_differences(counts: Headline) -> str:
    """Return the sentence for a story without a discrepancy; small variants in wording are still told."""
    where = plural(counts.readable, "report")
    if not counts.differing:
        return f"No differences found in {where}."
    one = counts.differing == 1
    return (
        f"No difference of weight found in {where}; {plural(counts.differing, 'utterance')} "
        f"{'is' if one else 'are'} cut or worded differently in small ways."
    )


def headline(collation: Collation) -> Headline:
    """Return the counts of ``collation``."""
    contested = {one.utterance for one in collation.discrepancies if one.type == "attribution"}
    contested |= {one.id for one in collation.utterances if _has(one, {"attribution"})}
    others = set(TYPE_WORDS) - {"attribution"}
    severities = [one.severity for one in collation.discrepancies]
    return Headline(
        reports=len(collation.articles),
        readable=sum(one.status not in UNHEARD for one in collation.articles),
        withdrawn=sum(one.status == "withdrawn" for one in collation.articles),
        origins=len(origin_groups(collation)),
        utterances=len(collation.utterances),
        differing=sum(_has(one, others) for one in collation.utterances),
        contested=len(contested - {None}),
        speakers=max((len(one.speakers) for one in collation.utterances if one.id in contested), default=0),
        differences=len(collation.discrepancies),
        severities=tuple((one, severities.count(one)) for one in SEVERITY_ORDER if one in severities),
    )


def _has(utterance: Utterance, types: set[str]) -> bool:
    return any(variant.type in types for variant in utterance.variants)


def origin_groups(collation: Collation) -> tuple[tuple[str, ...], ...]:
    """Return the readable articles (ids) grouped by origin, in the order of the collation."""
    groups: dict[str, list[str]] = {}
    for one in collation.articles:
        if one.status not in UNHEARD:
            groups.setdefault(one.origin or one.id, []).append(one.id)
    return tuple(tuple(members) for members in groups.values())


def own_words(one: ArticleSummary, labels: Mapping[str, str], collation: Collation) -> str:
    """Return how much of a report's text is its own and who shares the rest; '' when all is its own."""
    if one.own >= 1 or one.status in UNHEARD:
        return ""
    sharing = {
        article for origin in collation.origins if one.id in origin.articles for article in origin.articles
    }
    others = [summary.id for summary in collation.articles if summary.id in sharing - {one.id}]
    with_whom = f", shares text with {listed_few(labels[article] for article in others)}" if others else ""
    share = round(100 * one.own)
    return f"{f'{share} % own text' if share else 'no text of its own'}{with_whom}"


def shared_words(collation: Collation, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Return for each text that several reports carry who they are, and its author where one is named.

    "The same text" is said of reports that are made of it nearly whole, ``SHOWN.same_text``; others share
    passages, with their length in words.
    """
    return tuple(
        _sharing(origin, labels) + (f" ({origin.label}, {ORIGIN_WORDS[origin.kind]})" if origin.label else "")
        for origin in collation.origins
        if len(origin.articles) > 1
    )


def _sharing(origin: Origin, labels: Mapping[str, str]) -> str:
    shares = dict(zip(origin.articles, origin.shares, strict=True))
    whole = [article for article in origin.articles if shares[article] >= SHOWN.same_text]
    if len(whole) < 2:
        return f"{listed_few(labels[article] for article in origin.articles)} share {_length(origin)}"
    same = f"{listed_few(labels[article] for article in whole)} carry the same text"
    others = [labels[article] for article in origin.articles if article not in whole]
    if not others:
        return same
    shared = _length(origin, set(shares) - set(whole))
    return f"{same}, {listed_few(others)} {'shares' if len(others) == 1 else 'share'} {shared} with them"


def _length(origin: Origin, among: Collection[str] = ()) -> str:
    """Return how long the passages of an origin are; of those in one of ``among``, where any is given."""
    lengths = [
        max(len(place.text.split()) for place in places)
        for places in origin.passages
        if not among or any(place.article in among for place in places)
    ]
    if not lengths:
        return "a passage"
    total = sum(lengths)
    what = "a passage of" if len(lengths) == 1 else f"{len(lengths)} passages of together"
    return f"{what} {total:,} word{'s' if total > 1 else ''}"


def sign_names(found: re.Match[str]) -> str:
    """Return the numbers of the signs that ``CONTROLS`` found: ``U+202E``; of a long run the first, and …."""
    signs = found.group()
    named = " ".join(f"U+{ord(sign):04X}" for sign in signs[: SHOWN.signs])
    return f"{named} …" if len(signs) > SHOWN.signs else named


def article_labels(
    summaries: Sequence[ArticleSummary], articles: Mapping[str, AnnotatedArticle]
) -> dict[str, str]:
    """Return a short name for each article: its outlet, and what tells it from others of that outlet.

    Without an outlet it is called by the name of its file, then by its title, then by its id.
    """
    zone = zones_differ(one.date for one in summaries)
    named: dict[str, list[ArticleSummary]] = {}
    for one in summaries:
        named.setdefault(_name(one, articles.get(one.id)), []).append(one)
    labels: dict[str, str] = {}
    for name, twins in named.items():
        days = Counter(one.date for one in twins)
        for number, one in enumerate(twins, 1):
            if len(twins) == 1:
                labels[one.id] = name
            elif one.date and days[one.date] == 1:
                labels[one.id] = f"{name}, {plain_date(one.date, zone=zone)}"
            else:
                labels[one.id] = f"{name} ({number})"
    return labels


def _name(article: ArticleSummary, annotated: AnnotatedArticle | None) -> str:
    if article.outlet:
        return shortened(article.outlet, SHOWN.name)
    file = annotated.article.extra.get("file") if annotated else None
    return shortened(file if isinstance(file, str) and file else article.title or article.id, 40)


def dates_in_words(text: str) -> str:
    """Return ``text`` with the ISO days in it in words."""
    return _ISO_DAY.sub(lambda day: plain_date(day.group()), text)


def zones_differ(dates: Iterable[str | None]) -> bool:
    """Tell whether moments in ISO 8601 are told by clocks of different zones, so that these must be shown."""
    return len({zone for date in dates if date and (zone := _zone(date))}) > 1


def _zone(date: str) -> str:
    """Return the offset of a moment as printed: ``UTC``, ``UTC+2``, ``UTC−3:30``; '' without one."""
    found = _OFFSET.search(date)
    if found is None:
        return ""
    _, sign, hours, minutes = found.groups()
    if sign is None or hours == minutes == "00":
        return "UTC"
    return f"UTC{'−' if sign == '-' else '+'}{int(hours)}{'' if minutes == '00' else f':{minutes}'}"


def plain_date(date: str | None, *, zone: bool = False) -> str:
    """Return an ISO 8601 date or moment as English words, anything else as it is; None as ''.

    zone: show where the clock stood, where that is known ("11 March 2026, 18:20 UTC+2").
    """
    match = _ISO_DATE.match(date or "")
    if match is None or date is None:
        return date or ""
    year, month, day, time = match.groups()
    if month is None or not 1 <= int(month) <= 12:
        return date
    words = f"{_MONTHS[int(month) - 1]} {year}"
    if day is not None:
        words = f"{int(day)} {words}"
    if time is None:
        return words
    return f"{words}, {time} {_zone(date)}".rstrip() if zone else f"{words}, {time}"


def inferred_from(happening: Happening, reported: Mapping[str, str | None]) -> str:
    """Return the words that date a happening but leave its year or more to be inferred; '' for none.

    reported: the date of each report by id: “Sunday”, “June 7” in reports of 8–9 June 2026.
    """
    found = [one for one in happening.printed if happening.date[:4] not in one.text]
    printed = ", ".join(dict.fromkeys(f"“{one.text.rstrip('. ')}”" for one in found))
    days = {date[:10] for one in found if (date := reported.get(one.article))}
    if not printed or not days:
        return printed
    return f"{printed} in {'a report' if len(days) == 1 else 'reports'} of {plain_period(days)}"


def plain_period(dates: Iterable[str | None]) -> str:
    """Return the first and last of ISO ``dates`` in words, ``7–9 October 2027``; '' when there is none."""
    days = sorted(date[:10] for date in dates if date and _ISO_DATE.match(date))
    if not days:
        return ""
    first, last = plain_date(days[0]), plain_date(days[-1])
    if first == last:
        return first
    day, _, month = first.partition(" ")
    return f"{day}–{last}" if last.partition(" ")[2] == month else f"{first} – {last}"


def plural(number: int, noun: str) -> str:
    """Return ``3 reports``, ``1 report``, ``no reports``, ``1,204 stories``; only the last word changes."""
    several = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{f'{number:,}' if number else 'no'} {noun if number == 1 else several}"


def listed(words: Iterable[str]) -> str:
    """Return ``a``, ``a and b``, ``a, b and c``."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def listed_few(words: Iterable[str]) -> str:
    """Return ``listed`` for a dozen and fewer; of more the first ten, and how many others there are."""
    words = list(words)
    if len(words) <= SHOWN.listed:
        return listed(words)
    return f"{', '.join(words[: SHOWN.listed - 2])} and {len(words) - SHOWN.listed + 2} others"


def type_words(one: Discrepancy | Variant) -> str:
    """Return the label of a difference's type, with ``, shown`` or ``, not shown`` where that is known."""
    words = TYPE_WORDS[one.type]
    marked = getattr(one, "marked", None)
    if marked is None or one.type not in {"elision", "insertion"}:
        return words
    return f"{words}, {'shown by the report' if marked else 'without a sign'}"


def shortened(text: str, limit: int) -> str:
    """Return ``text`` on one line, cut at a word with … when it is longer than ``limit`` code points."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:") + "…"


def clipped(text: str, limit: int) -> str:
    """Return ``text`` as it is, or beyond ``limit`` code points its beginning and how many there are."""
    if len(text) <= limit:
        return text
    return f"{shortened(text[: limit + 1], limit)} [{len(text):,} characters]"


def readable(summary: str) -> str:
    """Return a summary with each quotation in it that is longer than ``SHOWN.variant`` cut in its middle."""
    return _QUOTED.sub(lambda found: f"“{_ends(found[1])}”", summary)


def _ends(words: str) -> str:
    """Return words on one line; of more than ``SHOWN.variant`` code points the beginning and the end."""
    line = " ".join(words.split())
    if len(line) <= SHOWN.variant:
        return line
    half = SHOWN.variant // 2
    return (
        f"{line[:half].rpartition(' ')[0] or line[:half]} … {line[-half:].partition(' ')[2] or line[-half:]}"
    )


def harmless(text: str) -> str:
    """Return ``text`` as one line that is safe to print: control and invisible characters become U+FFFD."""
    kept = CONTROLS.sub("\N{REPLACEMENT CHARACTER}", _LINE_ENDS.sub(" ", text))
    return _MARKS_OF_DIRECTION.sub("\N{REPLACEMENT CHARACTER}", kept)


def escaped_json(text: str) -> str:
    """Return the same JSON with control and invisible characters in its strings written as ``\\uXXXX``."""
    return CONTROLS.sub(_json_escape, _MARKS_OF_DIRECTION.sub(_json_escape, text))


def _json_escape(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
