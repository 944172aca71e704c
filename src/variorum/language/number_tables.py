"""The tables of numbers (``numbers.toml``), dates and units: see ``tables``."""

from __future__ import annotations

from variorum.language.rows import Table, WordRow, WordSet

Amount = int | float


class Numbers(Table, frozen=True, kw_only=True):
    """``numbers.toml``: number words and the words around numbers."""

    lead: WordSet  # no number words, but numbers begin with them
    behind: WordSet  # scales that always stand behind a number
    words: dict[str, int]
    scales: dict[str, Amount]
    short_scales: dict[str, Amount]  # written on to digits: "£40m"
    rupee_scales: dict[str, Amount]
    scaled: Scaled
    ordinals: dict[str, int]
    fractions: dict[str, Amount]  # in percent
    bounds: dict[str, tuple[str, ...]]  # phrases before a number, by the bound they set
    bounds_after: dict[str, tuple[str, ...]]
    vague: Vague
    ranges: Ranges
    decades: dict[str, Amount]  # of life: "in her thirties"
    nouns: CountedNouns
    idioms: OrdinalIdioms


class Scaled(Table, frozen=True, kw_only=True):
    """counted: after one letter on digits, they show that it is a scale: "6m people"."""

    counted: WordRow


class Vague(Table, frozen=True, kw_only=True):
    """words: amounts without a value ("dozens"). before: they make a scale vague ("several hundred")."""

    words: WordSet
    before: WordRow


class Ranges(Table, frozen=True, kw_only=True):
    """idioms: two number words with a dash that are a name or a saying, no range."""

    idioms: WordSet


class CountedNouns(Table, frozen=True, kw_only=True):
    """What a number counts; see the comments of the file."""

    states: WordSet
    also_nouns: WordSet  # verbs that right after a number are nouns
    ly_nouns: WordSet  # no adverbs
    adjectives: WordSet  # they stand before the noun that is counted
    small_labels: WordSet  # labels that may be written small
    sentence_words: WordSet  # capitals of them are no label
    tolls: WordSet
    plurals: WordSet
    attributive: WordSet
    stops: WordSet
    labels: WordSet


class OrdinalIdioms(Table, frozen=True, kw_only=True):
    """Words before and after "first" and "second" that count nothing."""

    before_ordinal: WordSet
    after_ordinal: WordSet


class Dates(Table, frozen=True, kw_only=True):
    """``dates.toml``: the calendar, and the words around dates; abbreviations without their stop."""

    months: dict[str, WordRow]  # from January on, all forms of each
    weekdays: dict[str, WordRow]  # from Monday on
    seasons: dict[str, int]  # as ISO 8601-2 numbers them
    holidays: dict[str, str]  # month and day of each; "_" in their names is a space
    events: dict[str, WordSet]  # by their days: words behind a day without year that mean the event
    publication: Publication
    cues: DateCues
    parts: DayParts
    zones: Zones
    leads: DateLeads


class Publication(Table, frozen=True, kw_only=True):
    """Words of a line that tells when a report was published or changed."""

    published: WordSet
    updated: WordSet
    other: WordSet  # they may stand in such a line
    not_places: WordSet  # in capitals before a dash, but no place


class DateCues(Table, frozen=True, kw_only=True):
    """What shows that a date is the one to come (future), one that is over (past), or an end (limit)."""

    future: WordRow
    future_behind: WordRow  # behind a date that opens its clause
    set_for: WordRow  # what is set for a day lies ahead
    limit: WordRow  # right before it
    limit_of_clause: WordRow
    lasting: WordRow  # before an end that is still to come
    past: WordRow
    not_over: WordSet
    helps: WordSet
    pluperfect: WordSet
    past_leads: WordSet  # they may stand between a verb of the past and its date
    said_in: WordRow


class DayParts(Table, frozen=True, kw_only=True):
    """Parts of the day, and what may stand before them. times: words of a time without digits, as printed."""

    words: WordRow
    before: WordRow
    times: WordSet


class DateLeads(Table, frozen=True, kw_only=True):
    """What shows that a word is a month, and that four digits are a year or a count.

    doubtful: months that are words as well.
    """

    doubtful: WordSet
    month: WordRow
    year: WordRow
    counted: WordRow


class Zones(Table, frozen=True, kw_only=True):
    """Time zones as printed."""

    words: WordRow


class Units(Table, frozen=True, kw_only=True):
    """``units.toml``: the name of each unit in Variorum, and its forms of print."""

    currency_signs: dict[str, str]
    currency_codes: CurrencyCodes
    currency_words: dict[str, WordRow]
    currency_parts: dict[str, WordRow]  # a hundredth of a unit
    duration: dict[str, WordRow]
    measure: dict[str, WordRow]


class CurrencyCodes(Table, frozen=True, kw_only=True):
    """Codes of ISO 4217."""

    codes: WordRow
