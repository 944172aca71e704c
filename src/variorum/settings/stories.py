"""Thresholds of what two reports of one story tell, the same for every run."""

from __future__ import annotations

from msgspec import Struct


class ProseSettings(Struct, frozen=True, kw_only=True):
    """What quotations and sentences of two reports have in common (``collation/utterances``,
    ``collation/claims``); set on development stories that were read completely, the same for every run. A
    word of meaning is none of ``function`` in ``collation.toml``.

    repeats: times that one report may print the same words and have them taken for one utterance; beyond,
        each stands by itself. No report of the measured ones comes near.
    gram: words of an n-gram by which sentences that may be told alike are found.
    grams: share of the n-grams of the shorter sentence, to look at a pair at all.
    words: words that agree, at least, in two sentences told alike.
    words_between: the same in one between two sentences that are told alike as well.
    beside_one: share of its words that a sentence beside one that is told alike has in common with the
        other report's.
    between: the same for one between two such sentences.
    alike: share of agreeing words of two sentences told alike.
    places: places at which they differ; more are no copy.
    changed: words of such a place; more are told otherwise and not changed.
    changed_quoted: the same between quotation marks.
    beside: equal words beside the place on the one side; one is enough on the other.
    shared: words of meaning that two sentences, or clauses with a date, share at least to tell of the
        same.
    share: and their share of the words of meaning of the shorter.
    many: places from which on two renderings are told as a whole.
    one_saying: share of the shorter one's words that renderings given to two people have in common, in their
        order, to be one saying: two people use the same phrases of one event. No line of the stories read
        completely is lost by it, three false ones of one other story are.
    phrase_words: words after a number that make one thing of it: "block of Alder Street".
    phrase: code points in which they are looked for.
    office_days: days between two reports from which on the same office may be held by another.
    issue_days: days between two reports; later ones count days and hours anew, and tell of later
        happenings in the same words.
    """

    repeats: int = 40
    gram: int = 3
    grams: float = 0.35
    words: int = 6
    words_between: int = 3
    beside_one: float = 0.75
    between: float = 0.5
    alike: float = 0.75
    places: int = 4
    changed: int = 3
    changed_quoted: int = 12
    beside: int = 2
    shared: int = 3
    share: float = 0.5
    many: int = 3
    one_saying: float = 0.75
    phrase_words: int = 4
    phrase: int = 60
    office_days: int = 60
    issue_days: int = 1


class FactSettings(Struct, frozen=True, kw_only=True):
    """Numbers that two reports tell of one thing (``collation/claims/figures.py``,
    ``collation/kinds/figure.py``); set on development stories that were read completely, the same for
    every run.

    counter: code points of "Photo 12 of 104", which is of the page.
    counted_words: words after a figure within which what it counts is named.
    counted: code points between a figure and what it counts.
    beside: words beside a figure; what is counted and what happened to it stand so near.
    capitals: code points; a shorter line in capitals may be a heading of the report itself.
    large: tallies beyond grow while reports are written,
    negligible: and then this share of them is no difference.
    copy_words: words of meaning that two sentences share besides the figure, to be one told twice or of
        one thing.
    copy_share: and their share of all words of meaning in both.
    attacker: code points of "people killed, including the suspected gunman".
    background_days: days; a sentence about a date so far from the report's tells of something earlier.
    foreseen: words before a number among which a "will" makes it a forecast.
    subject_words: words between a person and what is told of how he or she fares; in longer sentences it is
        told of somebody else as often as not.
    undated: birthdays that may lie between reports of which one has no date: charge and trial.
    birthday_days: days between two reports from which on a birthday may lie between.
    generation: years from which on two ages that one report gives to one name are of parent and child.
    ratio: one value over the other, at most, for them to be about the same thing.
    ratio_people: the same for people of one event: first counts are often far too low.
    ratio_copied: the same where both sentences are told in the same words.
    mistyped: digits, without noughts at the ends, from which on two numbers that are one digit apart are one
        number and a slip; of 817 stories read by eye 448 and 488 pages was the only shorter pair that was so.
    mistyped_words: words of meaning that their sentences share at least.
    office: characters before a name, at most, in which the office of whose it is begins.
    body: characters before a number to call, at most, in which the name of whose it is begins.
    one_poll: days between two reports, at most, whose polls by one pollster are taken for one poll: most
        pollsters ask again weeks later.
    copied_clause: share of words of two clauses in such sentences that makes up for a shared verb.
    """

    counter: int = 24
    counted_words: int = 3
    counted: int = 12
    beside: int = 8
    capitals: int = 12
    large: int = 10_000
    negligible: float = 0.01
    copy_words: int = 4
    copy_share: float = 0.55
    attacker: int = 80
    background_days: int = 30
    foreseen: int = 3
    subject_words: int = 8
    undated: int = 2
    birthday_days: int = 30
    generation: int = 14
    mistyped: int = 4
    mistyped_words: int = 2
    office: int = 80
    body: int = 120
    one_poll: int = 7
    ratio: float = 1.6
    ratio_people: float = 10.0
    ratio_copied: float = 10.0
    copied_clause: float = 0.7


class HappeningSettings(Struct, frozen=True, kw_only=True):
    """Days, places and steps of a case (``collation/kinds``, ``collation/timeline.py``); set on
    development stories that were read completely, the same for every run.

    date_names: capitalised words in common from which on less of the rest need agree,
    date_overlap: namely this share.
    date_days: days; beyond, two dates rarely belong to one event of the news.
    place_copy: share of all words of meaning that two sentences with another place have in common,
    place_words: and how many at least.
    case_days: days; reports further apart may both be right: cases go on.
    case_before: code points between a name and what the person did: ", who is suspected of".
    case_reach: code points between the name and what was done to the person.
    day_sentences: sentences of a report that name one day, from which on it is the day of publication: so
        many show what happened on it.
    cue_reach: code points between a date and the cue of the saying that it dates.
    published: code points before a date in which "Posted:" may stand.
    nearly_week: days before a report of what is told as over, on which a weekday said alone may mean the day
        after the report: pages keep their date when they are changed on the morrow.
    """

    date_names: int = 2
    date_overlap: float = 0.4
    date_days: int = 7
    place_copy: float = 0.5
    place_words: int = 4
    case_days: int = 3
    case_before: int = 20
    case_reach: int = 60
    day_sentences: int = 2
    cue_reach: int = 40
    published: int = 20
    nearly_week: int = 6


class AttributionSettings(Struct, frozen=True, kw_only=True):
    """The same words given to two speakers (``collation/kinds/attribution.py``); set on development
    stories that were read completely, the same for every run.

    words: words in common; fewer may be said by anyone.
    common: share of the shorter quotation that the words in common must be: two people may use one turn
        of phrase,
    agreeing: and so much of what both have must agree.
    few: agreeing words; fewer, not quite alike, may be two people's on one matter.
    fragment: words; fewer, out of a longer quotation, may be a phrase that both use.
    pronoun: code points between a pronoun and the last name it stands for: two or three paragraphs.
    source: code points between the words and their source.
    """

    words: int = 4
    common: float = 0.6
    agreeing: float = 0.75
    few: int = 12
    fragment: int = 8
    pronoun: int = 1_500
    source: int = 400


class MeasureSettings(Struct, frozen=True, kw_only=True):
    """What is measured of two values that may answer one question (``collation/claims/slots``); the same
    for every run. The trees were fitted with these: another value asks for new ones.

    beside: words before and after a figure that say what it answers.
    head: code points before a figure that tell whether it is one of the page and not of the news.
    capitals: code points; a longer day in capitals stands in a page's head.
    date_gap: code points between a date and the time of day beside it.
    close: words right before and after a figure.
    days: days between two reports, at most, as a measure.
    large: values beyond are alike large,
    wide: and differences beyond alike wide.
    fades: weight of a word beside a value, for each word nearer.
    parts: words beside a value among which an increment or a part is told.
    name: code points before and after a value in which a name belongs to it.
    far: log of one value over the other at most; what a pair without a rival is likelier by.
    none: log-odds of a pair that there is not.
    sure: a probability is never nearer to 0 or 1.
    other_days: days between the dates of two sentences, from which on their times of day are of two
        happenings: a night has two dates.
    """

    beside: int = 8
    head: int = 40
    capitals: int = 9
    date_gap: int = 3
    close: int = 3
    days: int = 60
    large: float = 1e6
    wide: float = 100.0
    fades: float = 0.8
    parts: int = 3
    name: int = 30
    far: float = 5.0
    none: float = -9.0
    sure: float = 1e-4
    other_days: int = 2


PROSE = ProseSettings()
FACTS = FactSettings()
HAPPENINGS = HappeningSettings()
ATTRIBUTIONS = AttributionSettings()
MEASURED = MeasureSettings()
