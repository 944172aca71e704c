"""Hand-made collations of invented events: what the outputs are tested with.

Every place is found by its words, so that evidence always slices to its text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace
from tests.browser.counting import answered as answered
from tests.browser.counting import counted as counted
from tests.browser.counting import crowd as crowd

from variorum.model import (
    AnnotatedArticle,
    Annotation,
    Article,
    ArticleSummary,
    Collation,
    Coverage,
    CoverageCell,
    Discrepancy,
    Evidence,
    Happening,
    Origin,
    Quotation,
    Reading,
    Side,
    Span,
    Speaker,
    Utterance,
    UtteranceSpeaker,
    Variant,
    VariantSide,
    content_id,
)

_FOLDER = Path(__file__).parent / "reports"
WIRE, GAZETTE, CLARION, CHANNEL, BEACON = (
    (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    for name in ("wire", "gazette", "clarion", "channel", "beacon")
)

_SENTENCE = re.compile(r"(?=\S)[^\n]+?(?:[.!?][”’]?(?=\s)|(?=\n)|$)")
_PARAGRAPH = re.compile(r"[^\n]+")


def annotated(
    id: str,
    text: str,
    *,
    outlet: str | None,
    title: str | None = None,
    date: str | None = None,
    status: str = "read",
    quotations: tuple[Quotation, ...] = (),
    **fields: object,
) -> AnnotatedArticle:
    """Return an article with paragraphs, sentences and ``quotations``."""
    article = Article(id=id, text=text, outlet=outlet, title=title, date=date, status=status, **fields)
    layers = Annotation(
        paragraphs=tuple(Span(*found.span()) for found in _PARAGRAPH.finditer(text)),
        sentences=tuple(Span(*found.span()) for found in _SENTENCE.finditer(text)),
        furniture=tuple(Span(*found.span()) for found in re.finditer(r"Read more:[^\n]+", text)),
        quotations=quotations,
    )
    return AnnotatedArticle(article=article, annotation=layers)


def place(text: str, words: str) -> Span:
    """Return where ``words`` stand; they must stand there once."""
    assert text.count(words) == 1, (words, text.count(words))
    start = text.index(words)
    return Span(start, start + len(words))


def evidence(article: AnnotatedArticle, words: str) -> Evidence:
    """Return ``words`` of the article as evidence."""
    span = place(article.article.text, words)
    return Evidence(article=article.article.id, start=span.start, end=span.end, text=words)


def here(article: AnnotatedArticle, before: str) -> Evidence:
    """Return the empty place right after ``before``."""
    end = place(article.article.text, before).end
    return Evidence(article=article.article.id, start=end, end=end, text="")


def _quotation(id: str, text: str, contents: list[str], frame: str, cue: str, speaker: str) -> Quotation:
    """Return a quotation; ``frame`` is cue and source as printed, ``cue`` the part that is the cue."""
    content = tuple(place(text, words) for words in contents)
    whole = place(text, frame)
    before, _, after = frame.partition(cue)
    source = Span(whole.start, whole.start + len(before.rstrip()))
    if after.strip():
        source = Span(whole.end - len(after.lstrip()), whole.end)
    start = whole.start + len(before)
    return Quotation(
        id=id,
        kind="direct",
        content=content,
        cue=(Span(start, start + len(cue)),),
        source=(source,),
        speaker=Speaker(name=speaker),
    )


def _reading(article: AnnotatedArticle, quotation: str, **fields: object) -> Reading:
    found = next(one for one in article.annotation.quotations if one.id == quotation)
    text = article.article.text
    return Reading(
        article=article.article.id,
        quotation=quotation,
        kind=found.kind,
        speaker=found.speaker.name if found.speaker else None,
        content=found.content,
        text=" ".join(span.of(text) for span in found.content),
        **fields,
    )


def _reports() -> dict[str, AnnotatedArticle]:
    wire_safe = [
        "“We were told in writing that the north silo was safe, and we let people work beneath it,”",
        "“I will not rest until I know who signed that paper.”",
    ]
    gazette_safe = [words.replace("“", "‘").replace("”", "’") for words in wire_safe]
    clarion_safe = [
        "“We were told that the north silo was safe, and we let people work beneath it,”",
        "“I will not rest until I know who signed that [expletive] paper.”",
    ]
    found = "The inspection did not cover the foundations,"
    own = "Marrowby has lost three of its own,"
    pell = "“There was no bloody warning, just a groan and then the whole thing came down like a tree,”"
    masked = "“There was no b****y warning, just a groan and the whole thing came down.”"
    reports = [
        annotated(
            "wire",
            WIRE,
            outlet="Northern Wire",
            title="Three dead as grain silo gives way at Halden Quay",
            date="2027-10-07T16:40:00Z",
            url="https://wire.example/halden-quay",
            lang="en",
            quotations=(
                _quotation(
                    "q1", WIRE, wire_safe, "said Edda Corrigan, the harbour master", "said", "Edda Corrigan"
                ),
                _quotation("q2", WIRE, [f"“{found}”"], "said Tomas Bielke", "said", "Tomas Bielke"),
                _quotation("q3", WIRE, [pell], "Pell said", "said", "Jory Pell"),
                _quotation("q4", WIRE, [f"“{own}”"], "she said", "said", "Ilse Brandt"),
            ),
        ),
        annotated(
            "gazette",
            GAZETTE,
            outlet="Harbour Gazette",
            title="Grain silo collapse kills three at Halden Quay",
            date="2027-10-07",
            byline="Gazette staff",
            quotations=(
                _quotation("q1g", GAZETTE, gazette_safe, "said Edda Corrigan", "said", "Edda Corrigan"),
                _quotation("q2g", GAZETTE, [f"‘{found}’"], "said Tomas Bielke", "said", "Tomas Bielke"),
                _quotation("q4g", GAZETTE, [f"‘{own}’"], "Mayor Ilse Brandt said", "said", "Ilse Brandt"),
            ),
        ),
        annotated(
            "clarion",
            CLARION,
            outlet="The Daily Clarion",
            title="“NO WARNING!” Horror as silo crushes dockers",
            date="2027-10-08",
            byline="Petra Vane",
            quotations=(
                _quotation("q3c", CLARION, [masked], "Crane driver Jory Pell, 51, said", "said", "Jory Pell"),
                _quotation(
                    "q1c", CLARION, clarion_safe, "stormed mayor Ilse Brandt", "stormed", "Ilse Brandt"
                ),
            ),
        ),
        annotated(
            "channel",
            CHANNEL,
            outlet="Channel Six News",
            title="Halden Quay: what we know",
            date="2027-10-08T07:15:00Z",
            url="javascript:alert(1)",
            quotations=(
                _quotation(
                    "q2s",
                    CHANNEL,
                    ["“The inspection did cover the foundations.”"],
                    "The head of the inspectorate, Thomas Bielke, told Channel Six",
                    "told Channel Six",
                    "Thomas Bielke",
                ),
                _quotation(
                    "q1s",
                    CHANNEL,
                    ["“until I know who signed”"],
                    "Harbour master Edda Corrigan said",
                    "said",
                    "Edda Corrigan",
                ),
            ),
        ),
        annotated(
            "beacon",
            BEACON,
            outlet="Evening Beacon",
            title="Marrowby mourns",
            date="2027-10-08",
            status="truncated",
            quotations=(
                _quotation(
                    "q4b", BEACON, [f"“{own}”"], "the mayor, Ilse Brandt, wrote", "wrote", "Ilse Brandt"
                ),
            ),
        ),
        annotated(
            "plus", "", outlet="Ledger Plus", title="Subscribers only: the silo file", status="unreadable"
        ),
    ]
    return {one.article.id: one for one in reports}


def silo() -> tuple[Collation, Mapping[str, AnnotatedArticle]]:
    """Return a story of six reports with a variant of most types."""
    reports = _reports()
    wire, gazette, clarion, channel, beacon = (
        reports[name] for name in ("wire", "gazette", "clarion", "channel", "beacon")
    )
    utterances = (
        _safe(wire, gazette, clarion, channel),
        _foundations(wire, gazette, channel),
        _warning(wire, clarion),
        _speech("u-own", "Ilse Brandt", ((wire, "q4"), (gazette, "q4g"), (beacon, "q4b"))),
    )
    order = tuple(reports)
    own = {"wire": 0.41, "gazette": 0.0}  # of the agency's copy, as two reports print it
    collation = Collation(
        story="s-halden-quay",
        articles=tuple(
            replace(summary(one), own=own[name], origin="o-wire") if name in own else summary(one)
            for name, one in reports.items()
        ),
        utterances=utterances,
        discrepancies=_discrepancies(wire, gazette, clarion, channel),
        origins=(
            Origin(
                id="o-wire",
                kind="agency",
                label="Northern Wire",
                articles=("wire", "gazette"),
                shares=(0.59, 1.0),
                passages=(
                    (
                        evidence(
                            wire, "Three dock workers died and eleven were hurt on Thursday when a grain"
                        ),
                        evidence(
                            gazette, "Three dock workers died and eleven were hurt on Thursday when a grain"
                        ),
                    ),
                    (
                        evidence(wire, "The silo, built in 1988, held about 2,400 tonnes of barley."),
                        evidence(gazette, "The silo, built in 1988, held about 2,400 tonnes of barley."),
                    ),
                ),
                credits=(evidence(wire, "MARROWBY (Northern Wire)"),),
            ),
        ),
        timeline=(
            Happening(date="1988", articles=("wire",), evidence=(evidence(wire, "built in 1988"),)),
            Happening(
                date="2027-10-07",
                articles=("wire", "gazette"),
                evidence=(evidence(wire, "hurt on Thursday"),),
            ),
        ),
        coverage=(
            _covered("u-safe", order, carries="wire gazette", differs="clarion channel"),
            _covered("u-foundations", order, carries="wire gazette", differs="channel"),
            _covered("u-warning", order, carries="wire", differs="clarion"),
            _covered("u-own", order, carries="wire gazette beacon"),
        ),
    )
    return collation, reports


def summary(one: AnnotatedArticle) -> ArticleSummary:
    """Return an article as a collation lists it."""
    article = one.article
    return ArticleSummary(
        id=article.id,
        outlet=article.outlet,
        title=article.title,
        date=article.date,
        status=article.status,
        url=article.url,
        byline=article.byline,
    )


def _speech(id: str, speaker: str, given: tuple[tuple[AnnotatedArticle, str], ...]) -> Utterance:
    return Utterance(
        id=id,
        speakers=(UtteranceSpeaker(name=speaker, articles=tuple(one.article.id for one, _ in given)),),
        readings=tuple(_reading(one, quotation) for one, quotation in given),
    )


def _side(readings: str, *found: Evidence) -> VariantSide:
    return VariantSide(readings=tuple(readings.split()), evidence=found)


def _safe(
    wire: AnnotatedArticle, gazette: AnnotatedArticle, clarion: AnnotatedArticle, channel: AnnotatedArticle
) -> Utterance:
    return Utterance(
        id="u-safe",
        speakers=(
            UtteranceSpeaker(name="Edda Corrigan", articles=("wire", "gazette", "channel")),
            UtteranceSpeaker(name="Ilse Brandt", articles=("clarion",)),
        ),
        readings=(
            _reading(wire, "q1"),
            _reading(gazette, "q1g"),
            _reading(clarion, "q1c"),
            _reading(channel, "q1s"),
        ),
        variants=(
            Variant(
                type="attribution",
                severity="critical",
                sides=(
                    _side("q1 q1g q1s", evidence(wire, "Edda Corrigan"), evidence(channel, "Edda Corrigan")),
                    _side("q1c", evidence(clarion, "mayor Ilse Brandt")),
                ),
            ),
            Variant(
                type="elision",
                severity="material",
                marked=False,
                sides=(
                    _side("q1 q1g", evidence(wire, " in writing"), evidence(gazette, " in writing")),
                    _side("q1c", here(clarion, "We were told")),
                ),
            ),
            Variant(
                type="insertion",
                severity="minor",
                marked=True,
                sides=(
                    _side("q1 q1g", here(wire, "who signed that"), here(gazette, "who signed that")),
                    _side("q1c", evidence(clarion, " [expletive]")),
                ),
            ),
        ),
    )


def _foundations(wire: AnnotatedArticle, gazette: AnnotatedArticle, channel: AnnotatedArticle) -> Utterance:
    return Utterance(
        id="u-foundations",
        speakers=(UtteranceSpeaker(name="Tomas Bielke", articles=("wire", "gazette", "channel")),),
        readings=(_reading(wire, "q2"), _reading(gazette, "q2g"), _reading(channel, "q2s")),
        variants=(
            Variant(
                type="negation",
                severity="critical",
                sides=(
                    _side("q2 q2g", evidence(wire, "did not cover"), evidence(gazette, "did not cover")),
                    _side("q2s", evidence(channel, "did cover")),
                ),
            ),
        ),
    )


def _warning(wire: AnnotatedArticle, clarion: AnnotatedArticle) -> Utterance:
    return Utterance(
        id="u-warning",
        speakers=(UtteranceSpeaker(name="Jory Pell", articles=("wire", "clarion")),),
        readings=(_reading(wire, "q3"), _reading(clarion, "q3c")),
        variants=(
            Variant(
                type="censoring",
                severity="minor",
                sides=(_side("q3", evidence(wire, "bloody")), _side("q3c", evidence(clarion, "b****y"))),
            ),
            Variant(
                type="elision",
                severity="minor",
                marked=False,
                sides=(_side("q3", evidence(wire, " then")), _side("q3c", here(clarion, "groan and"))),
            ),
            Variant(
                type="truncation",
                severity="minor",
                sides=(
                    _side("q3", evidence(wire, " like a tree")),
                    _side("q3c", here(clarion, "whole thing came down")),
                ),
            ),
        ),
    )


def _discrepancies(
    wire: AnnotatedArticle, gazette: AnnotatedArticle, clarion: AnnotatedArticle, channel: AnnotatedArticle
) -> tuple[Discrepancy, ...]:
    return (
        _discrepancy(
            "attribution",
            "critical",
            "Three reports give these words to Edda Corrigan, one to Ilse Brandt.",
            (
                "Edda Corrigan",
                evidence(wire, "Edda Corrigan, the harbour master"),
                evidence(gazette, "Edda Corrigan"),
            ),
            ("Ilse Brandt", evidence(clarion, "stormed mayor Ilse Brandt")),
            utterance="u-safe",
        ),
        _discrepancy(
            "negation",
            "critical",
            "Two reports print “did not cover”, one prints “did cover”.",
            ("did not cover", evidence(wire, "did not cover"), evidence(gazette, "did not cover")),
            ("did cover", evidence(channel, "did cover")),
            utterance="u-foundations",
        ),
        _discrepancy(
            "figure",
            "critical",
            "Reports differ on the number of people who died: 3 or 5.",
            (
                "3 died",
                evidence(wire, "Three dock workers died"),
                evidence(gazette, "Three dock workers died"),
                evidence(channel, "Three people have died"),
            ),
            ("5 died", evidence(clarion, "FIVE dockers were crushed to death")),
        ),
        _discrepancy(
            "date",
            "material",
            "Reports differ on the day of the inspection: 3 September or 13 September.",
            ("3 September", evidence(wire, "on 3 September"), evidence(gazette, "on 3 September")),
            ("13 September", evidence(clarion, "on 13 September")),
        ),
        _discrepancy(
            "elision",
            "material",
            "One report leaves out “in writing” without a sign.",
            ("in writing", evidence(wire, "in writing"), evidence(gazette, "in writing")),
            ("left out", here(clarion, "We were told")),
            utterance="u-safe",
        ),
        _discrepancy(
            "figure",
            "minor",
            "One report gives eleven people hurt, one at least ten in hospital.",
            ("11 hurt", evidence(wire, "eleven were hurt"), evidence(gazette, "eleven were hurt")),
            ("at least 10 in hospital", evidence(channel, "at least ten are in hospital")),
            relation="refines",
        ),
        _discrepancy(
            "name",
            "minor",
            "Reports differ on the first name of the head of the inspectorate: Tomas or Thomas.",
            ("Tomas Bielke", evidence(wire, "Tomas Bielke"), evidence(gazette, "Tomas Bielke")),
            ("Thomas Bielke", evidence(channel, "Thomas Bielke")),
        ),
    )


def _discrepancy(
    type: str,
    severity: str,
    text: str,
    *sides: tuple[str | Evidence, ...],
    relation: str = "conflict",
    utterance: str | None = None,
) -> Discrepancy:
    return Discrepancy(
        id=content_id("d", type, text),
        type=type,
        severity=severity,
        relation=relation,
        summary=text,
        utterance=utterance,
        sides=tuple(
            Side(
                value=value,
                articles=tuple(dict.fromkeys(one.article for one in found)),
                evidence=tuple(found),
            )
            for value, *found in sides
        ),
    )


def _covered(utterance: str, order: tuple[str, ...], *, carries: str = "", differs: str = "") -> Coverage:
    states = {"beacon": "truncated", "plus": "unreadable"}
    states |= dict.fromkeys(carries.split(), "carries") | dict.fromkeys(differs.split(), "differs")
    return Coverage(
        utterance=utterance,
        cells=tuple(CoverageCell(article=one, state=states.get(one, "silent")) for one in order),
    )


HOSTILE = (
    "</script><script>window.pwned = 1</script> <img src=x onerror='window.pwned = 2'> {{ 7 * 7 }}\n\n"
    "“It is \u202eesrever\u202c or &lt;b&gt;bold&lt;/b&gt; 👩‍👩‍👧‍👦 and 𝔘𝔫𝔦 \x00\x1b[31m,” said O'\"Neil.\n\n"
    "‏قال الوزير: “לא ידענו דבר” ‏في بيان.\n\n" + "longwordwithoutanyspace" * 40
)


def hostile() -> tuple[Collation, Mapping[str, AnnotatedArticle]]:
    """Return a story whose texts, names and ids try to break the page."""
    words = "It is \u202eesrever\u202c or &lt;b&gt;bold&lt;/b&gt; 👩‍👩‍👧‍👦"
    evil = '"><script>window.pwned = 3</script>'
    quotations = (Quotation(id="hq1", kind="direct", content=(place(HOSTILE, f"“{words}"),)),)
    first = annotated(
        f"h1{evil}", HOSTILE, outlet=f"Outlet {evil}", title=evil, date=evil, quotations=quotations
    )
    second = annotated(
        "h2",
        HOSTILE.replace("esrever", "reverse"),
        outlet="=cmd|' /C calc'!A0",
        title="@SUM(1+1)",
        lang='"><b>',
    )
    difference = _discrepancy(
        "wording",
        "critical",
        f"Reports differ {evil}",
        (f"-1+{evil}", evidence(first, words)),
        ("+1", evidence(second, words.replace("esrever", "reverse"))),
    )
    rtl = _discrepancy(
        "name",
        "minor",
        "‏ציטוט",
        ("לא", evidence(first, "לא ידענו דבר")),
        ("قال", evidence(second, "قال الوزير")),
    )
    utterance = Utterance(
        id=f"u{evil}",
        speakers=(),
        readings=(_reading(first, "hq1"),),
    )
    collation = Collation(
        story=f"s{evil}",
        articles=(summary(first), summary(second)),
        utterances=(utterance,),
        discrepancies=(difference, rtl),
    )
    return collation, {one.article.id: one for one in (first, second)}


def single() -> tuple[Collation, Mapping[str, AnnotatedArticle]]:
    """Return a story with one report."""
    wire = _reports()["wire"]
    utterances = (_speech("u-own", "Ilse Brandt", ((wire, "q4"),)),)
    return Collation(story="s-one", articles=(summary(wire),), utterances=utterances), {"wire": wire}


def told_once() -> tuple[Collation, Mapping[str, AnnotatedArticle]]:
    """Return the silo story with one of its utterances in a single report."""
    collation, articles = silo()
    first, *others = collation.utterances
    alone = replace(others[-1], readings=others[-1].readings[:1])
    rows = (*collation.coverage[:-1], _covered(alone.id, tuple(articles), carries="wire"))
    return replace(collation, utterances=(first, *others[:-1], alone), coverage=rows), articles


def agreeing() -> tuple[Collation, Mapping[str, AnnotatedArticle]]:
    """Return a story whose three reports do not differ."""
    reports = {name: one for name, one in _reports().items() if name in {"wire", "gazette", "beacon"}}
    wire, gazette, beacon = reports.values()
    utterances = (_speech("u-own", "Ilse Brandt", ((wire, "q4"), (gazette, "q4g"), (beacon, "q4b"))),)
    return (
        Collation(
            story="s-agree",
            articles=tuple(summary(one) for one in reports.values()),
            utterances=utterances,
            coverage=(_covered("u-own", tuple(reports), carries="wire gazette beacon"),),
        ),
        reports,
    )
