"""Phrases that no list of words tells, as regular expressions: a type for each file, tables for its rooms.

In the files a pattern is one string in single marks. Unless a field says otherwise it is looked for in the
text as printed; "(?i)" at its beginning lets capitals be small letters. Groups are those that are named here.
"""

from __future__ import annotations

from variorum.language.rows import Pattern, Table


class SourcePhrases(Table, frozen=True, kw_only=True):
    """Around the names inside a source, and the parts that it has."""

    preposition: Pattern  # a name behind it does not speak
    speaks_for: Pattern  # in small letters, before a name that is spoken for
    rest_of_name: Pattern  # what stands behind a body that speaks itself
    office_with: Pattern  # the end of an office (first group) of something (second) before a name
    office_before: Pattern  # an office (first group) of a body before a name
    office_of_body: Pattern  # the same, with a title (second group) right before the name
    office_in: Pattern  # an office (first group) in what has no name (second)
    body_with: Pattern  # a body (its first word the first group) whose name has "of" or "for"
    whose: Pattern  # ends before a name in apposition to whose office it is
    account: Pattern  # begins behind a name: its account, page or feed, which speaks for it
    workers: Pattern  # ends before the last word of a union's name: "the Miners' and "
    joint: Pattern  # between two sources
    clause: Pattern  # says more about a source: who stands in it says nothing
    governing: Pattern  # between a noun and what it is of
    governed: Pattern  # a list that a preposition holds together up to its end
    told_to: Pattern  # ends before a paper that somebody speaks to
    claim_label: Pattern  # of a listed claim: its noun (first group), or "what he said" (second)
    both: Pattern  # begins a source that has two parts
    made_by: Pattern  # between a document and its maker; who had it from others is no maker
    made_from: Pattern  # between a document and the name that it comes from
    rest_of_capitals: Pattern  # ends before a name that was read in part: "the [Inspector] General's email"
    paired: Pattern  # between the names of a pair, up to the second
    asker: Pattern  # ends before the name of whoever asks the questions
    spoke_to: Pattern  # ends before the name of somebody who was spoken to
    of_paper: Pattern  # begins behind the name of somebody who works for the paper
    asked_pronoun: Pattern  # ends before "spoke to": whoever did was named before
    brought_in: Pattern  # a noun for somebody new, with the words before it (first group)
    article: Pattern  # begins a name or a noun
    of_body: Pattern  # between an office and its body
    note: Pattern  # begins behind the name of an author whom a note presents
    by: Pattern  # begins a byline
    anybody: Pattern  # begins behind "one" that is nobody in particular
    how_many: Pattern  # before a noun: how many they are


class NumberPhrases(Table, frozen=True, kw_only=True):
    """Around a number, by which its kind, its bound and what it counts are read."""

    aged: Pattern  # ends before an age
    minus: Pattern  # ends before a number below zero
    one_of: Pattern  # begins behind a part of one thing (noun): "of the harbour"
    joined_noun: Pattern  # begins behind a number that a noun is joined on to: "-storey"
    not_of: Pattern  # a word behind a number that is no "of"
    determined: Pattern  # ends before a number with a determiner
    of: Pattern  # between what is counted and more about it
    stuff: Pattern  # begins behind a measure: what is measured (first group)
    between: Pattern  # ends before the first end of a range
    more_ages: Pattern  # ends before the last of several ages
    ages_ahead: Pattern  # begins behind the first of several ages
    about_between: Pattern  # ends before the first end of a range, with what makes it rough
    about_from: Pattern  # the same of a range that begins with "from"
    ages: Pattern  # ends before a range of ages
    change: Pattern  # ends before "from 3 to 5" that is a change, no range
    year_olds: Pattern  # begins behind an age
    split_before: Pattern  # ends before a result of a vote: "split 52-48"
    split_after: Pattern  # begins behind it
    one_or: Pattern  # one of a unit, before "or two"
    or_more: Pattern  # "or so", "or two" (number)
    owner: Pattern  # ends before a decade of somebody's life: "in her late "
    part_before: Pattern  # ends before a decade: its part
    score_before: Pattern  # ends before a score
    score_after: Pattern  # begins behind it
    vote: Pattern  # begins behind the first number of a vote; the other is b
    ratio_before: Pattern  # ends before a ratio
    points: Pattern  # begins behind points of a share (which)
    year_old: Pattern  # begins behind an age
    percent: Pattern  # begins behind a share
    calls: Pattern  # ends before a number to call
    address: Pattern  # begins behind the number of a house
    of_the: Pattern  # between a number and those it is taken of: " of the five "
    announced: Pattern  # ends before a number that a noun (noun) or a toll of deaths (toll) is told to be
    compound: Pattern  # begins behind an ordinal that is a part of a longer word
    no_one: Pattern  # ends before a "one" that is no number
    one_apart: Pattern  # begins behind it
    one_of_many: Pattern  # of these, behind a number none the less: "one day in five"
    one_day: Pattern  # the same: "one day after"
    vague_tail: Pattern  # goes on an amount without a value: " of thousands"
    of_money: Pattern  # begins behind such an amount: what money it is of
    half_named: Pattern  # ends before a half that is no share: "the second half"
    half_unit: Pattern  # between "half" and a unit of time or length
    part_of: Pattern  # begins behind a fraction that may be an ordinal
    part_of_some: Pattern  # begins behind a fraction of several
    part_of_one: Pattern  # begins behind a fraction of one thing
    by_before: Pattern  # ends before a margin
    margin_of: Pattern  # ends before a score that is a margin
    one_in: Pattern  # between the numbers of "one in five"
    pounds: Pattern  # pounds that may be a weight or an amount
    of_weight: Pattern  # begins behind pounds that are a weight
    weighs: Pattern  # ends before a weight


class DatePhrases(Table, frozen=True, kw_only=True):
    """Around dates and times of day, and times of day themselves."""

    clause_end: Pattern  # a date's clause ends there
    clause_after: Pattern  # the same behind a date that speaks of what is to come
    scheduled: Pattern  # verbs of the past by which something lies ahead
    be_before: Pattern  # ends before such a verb
    would: Pattern  # a cue of what is to come that may be of the past
    on_or_next: Pattern  # ends or stands before a date that lies ahead none the less
    no_year_before: Pattern  # ends before four digits that are no year
    opening: Pattern  # all before a date that opens its clause
    gate: Pattern  # begins with an article that may begin a date
    before_many: Pattern  # ends before a weekday that is not one day
    before_named: Pattern  # ends before a weekday that is a name
    dates_day: Pattern  # ends before a holiday that dates something
    owns: Pattern  # ends before "this Morning" and the like that are shows
    leads_to_day: Pattern  # ends before a day of a month
    every: Pattern  # ends before a holiday of any year
    clock: Pattern  # a time of day; hour, minute, half (a or p), hour24, minute24, military
    clocks: Pattern  # two times: as ``clock``, with joint, hour2, minute2, half2, from24, joint24, to24
    between: Pattern  # ends before two times that are a stretch
    oclock: Pattern  # "seven o'clock"; word, part, night
    named: Pattern  # "noon"
    hedge: Pattern  # ends before a time: about, more or less
    time_trigger: Pattern  # where a time may begin


class ReadingPhrases(Table, frozen=True, kw_only=True):
    """``phrases.toml``."""

    sources: SourcePhrases
    figures: NumberPhrases
    dates: DatePhrases


class FigurePhrases(Table, frozen=True, kw_only=True):
    """Around a number of the reports' own prose."""

    clause: Pattern  # where one statement of a sentence ends and another begins, as far as numbers go
    counter: Pattern  # what counts nothing: "Image 2 of 9"
    and_after: Pattern  # behind a number, one more group counted with it (rest): "men and a girl"
    and_before: Pattern  # ends before a number, with one more group before it (rest): "a girl and "
    and_next: Pattern  # the next of a row, its word the first group: "and a fourth"
    then_before: Pattern  # ends before an age of years ago: "then aged"
    then_after: Pattern  # begins behind it: "at the time"
    some_died: Pattern  # of those counted some died
    led: Pattern  # ends before a number that says where or when: " on"
    beside_date: Pattern  # all between a time of day and its date


class AgePhrases(Table, frozen=True, kw_only=True):
    """Around an age, between it and the name of whom it is told."""

    identified: Pattern  # ends before "38-year-old ... as Ada Lind"
    as_name: Pattern  # begins behind the age: "victim as "
    definite: Pattern  # ends before "58-year-old"
    beside: Pattern  # all between a name and the age: ",", ", a"
    being: Pattern  # all between a name and the age: " is his"
    told: Pattern  # ends before the age: "was", "at the age of"
    was: Pattern  # the same of the past
    of_then: Pattern  # ends before an age of the past: "when she was"
    noun_before: Pattern  # ends before an age, with what somebody is called (noun): "a boy, aged "


class ValuePhrases(Table, frozen=True, kw_only=True):
    """Around a number or a day that is laid beside those of other reports."""

    printed_at: Pattern  # ends before a day on which a report was printed or aired
    clock_after: Pattern  # begins behind a number that is the hour of a time
    number_sign: Pattern  # ends before a number that is a name: "Interstate ", "No. "
    part_of: Pattern  # begins behind a number that is a part of another, of a date or an address
    clause: Pattern  # where one statement of a sentence ends and another begins
    aged: Pattern  # ends before an age, with the name before it (name)
    out_of: Pattern  # all between a number and the whole it is of: " out of the "


class CallPhrases(Table, frozen=True, kw_only=True):
    """Around a number to call."""

    call: Pattern  # with the number: ", at 555-0100"
    body: Pattern  # ends before it: whose number it is


class CasePhrases(Table, frozen=True, kw_only=True):
    """Where a case against somebody stands; parts of patterns, with no group of their own."""

    alleging: str  # before an act, besides the words in ``hedging`` of the lists for collation
    being: str  # between a name and a step of the case
    between: str  # between these words and the step


class CollationPhrases(Table, frozen=True, kw_only=True):
    """``collation_phrases.toml``."""

    figures: FigurePhrases
    ages: AgePhrases
    values: ValuePhrases
    calls: CallPhrases
    cases: CasePhrases
    derived: Pattern  # an ending by which one name is made of another: America, Americans
    cited: Pattern  # the end of a cue by which another quotes the speaker: "as saying"
