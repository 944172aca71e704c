"""What stands in the data files of a language, a type for each file: see ``language``. Those of names and of
numbers, dates and units have a file of their own.

In the files a list of words is one string, its words parted by white space; "_" stands for a space inside a
word ("south_korea"). Words are in lower case unless a field says otherwise.
"""

from __future__ import annotations

from typing import Literal

from variorum.language.rows import Table, WordRow, WordSet
from variorum.model import Act, DifferenceType


class Cue(Table, frozen=True, kw_only=True):
    """A verb or phrase that attributes words to somebody.

    forms: the base form first; "-" where that is mostly a noun. frames: what may stand with it, a letter each
    (see ``annotation.quotations.cues``). hit, near_miss: a sentence the row finds, and one it leaves alone.
    """

    lemma: str
    forms: tuple[str, ...]
    act: Act
    frames: str
    hit: str
    near_miss: str


class Cues(Table, frozen=True, kw_only=True):
    """``cues.toml``."""

    rows: tuple[Cue, ...]


class Medium(Table, frozen=True, kw_only=True):
    """Where something was said, by phrases of its attribution; act: "" for that of the cue."""

    medium: str
    act: str
    phrases: tuple[str, ...]


class Media(Table, frozen=True, kw_only=True):
    """``media.toml``."""

    rows: tuple[Medium, ...]


class WordClasses(Table, frozen=True, kw_only=True):
    """``words.toml``: closed classes of words that the rules for quotations lean on."""

    pronoun: WordSet
    free_pronoun: WordSet  # of one person: each refers to somebody by itself
    relative: WordSet
    determiner: WordSet  # possessives, too
    auxiliary: WordSet
    finite: WordSet  # what is a finite verb for sure, the commonest only
    adverb: WordSet
    negation: WordSet
    boundary: WordSet  # a clause may end before them
    preposition: WordSet
    names_of_months: WordSet  # those that people have as well
    time: WordSet  # words of time that are no addressee
    place_start: WordSet  # what comes after the cue when it is no source
    joiner: WordSet
    stop: WordSet  # indirect content ends before them
    addressee: WordSet
    phrase_stop: WordSet
    subordinator: WordSet
    first_person: WordSet
    introduces: WordSet  # the last word before a quotation that is somebody's document
    heads: WordSet  # before a colon: a heading, no speaker
    passive: WordSet
    past: WordSet  # irregular past forms
    turns: WordSet  # verbs of taking one's turn in a talk
    label_title: WordSet
    label_suffix: WordSet
    name_particle: WordSet
    said_behind: WordRow  # verbs behind words in quotation marks that make a statement of a line
    said_before: WordRow
    when: WordSet  # what begins a clause of the circumstances: "said when asked"
    object_pronoun: WordSet
    example: WordSet  # before words in marks that nobody said: lines like “Come along”
    outspoken: WordSet  # the end of a sentence that only tells how somebody speaks, words joined by _
    work: WordSet  # before the title of a work or a programme: the ballad “Come Along”
    tells_what: WordSet  # after a cue: it tells what about, no content
    plural_subject: WordSet  # before a bare form they are its subject
    question: WordSet
    time_lead: WordSet  # they begin a time behind a cue
    second_person: WordSet
    recording: WordSet  # in which somebody is seen or heard speaking: "video of Lund saying"
    cites: WordSet  # verbs whose object speaks: "quoted Lee as saying"
    sends: WordSet  # verbs that a letter and whom it goes to follow
    takes_with: WordSet  # adjectives with "with"
    relative_subject: WordSet
    question_label: WordSet  # labels of questions and answers
    comes: WordSet  # "the news comes as"


class FurnitureRows(Table, frozen=True, kw_only=True):
    """Patterns of paragraphs that are part of the page, no statement of its report.

    words: the most that such a paragraph has. needs: one of these stands in whatever the patterns find.
    place: where they must lie in the paragraph, when the group's name does not tell. exact: case matters.
    """

    words: int
    patterns: tuple[str, ...]
    needs: tuple[str, ...] = ()
    place: Literal["whole", "begins", "ends"] | None = None
    exact: bool = False


class Credits(Table, frozen=True, kw_only=True):
    """``credits.toml``: forms in which an author is printed, each with the one name it is called by."""

    agencies: dict[str, str]
    releases: dict[str, str]


class Forms(Table, frozen=True, kw_only=True):
    """``forms.toml``: what makes two printed words the same."""

    clitics: dict[str, str]
    day_halves: WordSet  # what stands behind a time of day
    clitic_letters: WordSet  # what stands behind the apostrophe of a contraction or of a genitive
    stems_before_not: dict[str, str]
    joined: dict[str, tuple[str, ...]]
    same: dict[str, str]
    endings: tuple[tuple[str, str], ...]
    abbreviations: WordSet
    fractions: WordSet
    ordinals: dict[str, int]
    numbers: dict[str, int]
    scales: dict[str, int]
    roman: dict[str, int]
    symbols: dict[str, str]
    units: dict[str, str]
    currency_codes: dict[str, str]
    acronyms_kept_apart: tuple[str, ...]


class StatusStep(Table, frozen=True, kw_only=True):
    """A step of a criminal case and the words that tell it; rank counts up from an accusation."""

    rank: int
    words: WordSet


class Occasions(Table, frozen=True, kw_only=True):
    """What gives numbers of its own each time it takes place, see ``collation.claims.slots.occasions``."""

    polls: WordSet
    no_polls: WordSet  # beside one of these it is no poll of opinions
    opinions: WordSet  # a share beside them is that of a poll
    of_polls: WordSet  # what stands between the name of who asked and the poll, or is part of many names
    by: WordSet  # between a poll and who asked
    groups: WordSet  # of whom a poll tells by themselves
    sampled: WordSet  # behind a number: it is the size of a sample, or a lead
    instruments: WordSet  # what is traded or measured, by name
    markets: WordSet
    rises: WordSet
    falls: WordSet
    expected: WordSet  # before a number: it may be what somebody thinks will come
    forecasts: WordSet  # before a number: it is what somebody thought would come
    voting: WordSet  # behind a number: it counts votes in a chamber
    procedure: WordSet  # what is voted on before a bill is
    counting: WordSet  # a number beside them is that of a count going on
    galleries: WordSet  # a number beside them counts the pictures of a page


class Lexicon(Table, frozen=True, kw_only=True):
    """``collation.toml``: words with a part to play in collation, as ``text.normalise`` folds them."""

    function: WordSet
    negations: WordSet
    turning: WordSet
    weak_negations: WordSet
    negated_words: WordSet  # they say alone what "not" and another word say: "unclear", "not known"
    negating_prefixes: tuple[str, ...]
    not_only_followers: WordSet
    other_negations: frozenset[tuple[str, str]]
    lacking: WordSet
    modals: dict[str, str]
    conditions: WordSet
    hedges: WordSet
    beginning_anew: WordSet
    coordinators: WordSet  # they join the items of a list
    ordering: WordSet  # what stands on either side of them is no list, the order is the sense
    adverbial: WordSet  # an adverbial may begin with them, and stand elsewhere with the same sense
    portions: WordSet
    scoped: WordSet
    persons: dict[str, str]
    irregular: dict[str, WordRow]  # the forms of a verb or noun that no ending tells
    fillers: WordSet
    hesitations: tuple[str, ...]  # words and phrases said for time, that say nothing
    quantifiers: WordSet
    months: WordSet
    weekdays: WordSet
    day_words: WordSet
    day_parts: WordSet
    vague: dict[str, tuple[float, float]]  # numbers in the plural: the lowest and highest they allow
    none: WordSet  # subjects of which nothing that follows in the clause is so
    years_old: WordSet  # behind a length of time: it is an age
    reaching: WordSet  # before a number alone: it is an age
    counting_from: WordSet  # before a day: a number of the sentence is that of all the time from then on
    counting: dict[str, int]  # words for small numbers that make up a sum
    streets: dict[str, str]  # sorts of streets as printed, and which they are
    week: dict[str, int]  # the weekdays, by their place in the week
    hours: dict[str, tuple[float, float]]  # parts of the day, from hour to hour; beyond 24 is the next day
    titles: WordSet
    calendar_months: dict[str, int]
    masks: tuple[str, ...]
    prompts: WordSet
    equal_verbs: frozenset[tuple[str, str]]
    questions: dict[str, WordSet]
    aboard_phrases: tuple[str, ...]
    people: WordSet
    increments: WordSet
    counted_apart: WordSet
    parts: WordSet
    uncounted: WordSet  # after a number: it is a part, an increment or an address, no count
    publishing: WordSet
    made_public: WordSet  # beside a day: on it something was published that the report tells of
    days_over: WordSet  # before a weekday: the one before this week's
    auxiliaries: WordSet
    past_or_ahead: WordSet
    helping: WordSet
    units: WordSet
    zones: WordSet
    future: WordSet
    kin: WordSet
    attackers: WordSet
    subordinating: WordSet
    day_bounds: WordSet
    day_bound_phrases: frozenset[tuple[str, str]]
    speaking_for: WordSet
    saying: WordSet
    addressing: WordSet
    definite: WordSet
    ranks: WordSet  # words that make another office of an office
    lesser: WordSet  # of them, those that make it less
    called_alike: WordSet  # offices by which those below them are called, too
    regions: WordSet  # states and countries, in which other places lie
    home: WordSet  # between a name and the place that somebody is from
    blocks: WordSet  # between the number of a block and its street
    points: WordSet  # of the compass, before the name of a street
    locating_the: WordSet
    locating: WordSet
    doubts: WordSet
    hedging: WordSet
    accusing: WordSet  # nouns of a case: "on charges that he hit ..." states nothing
    vouched: WordSet
    modest: WordSet  # a speaker who uses them is not certain
    supposing: WordSet  # they begin a condition
    softening: WordSet  # a sentence with them states nothing plainly
    elsewhere: WordSet  # a sentence with them tells of another case as well
    dwelling: WordSet  # before the block of a street: somebody lives there
    asking: WordSet  # before an answer of one person: it is asked or supposed
    unreal: WordSet  # before an answer: it is asked, awaited or wished, not told
    earlier: WordSet  # a sentence with them tells of a case or an event before the one reported
    denying: WordSet  # verbs and other words that turn a statement without a negation
    unsure: WordSet  # words by which prose shows that a statement is no certainty, or is only wished
    conditional: WordSet  # words by which prose shows that a statement holds under a condition
    introducing: WordSet  # they introduce what somebody says or believes
    relaying: WordSet  # with one of them behind: what follows is somebody's word, or a belief
    several: WordSet  # beside an answer: it is told of more than one
    male: WordSet  # words for a man or a boy, that tell of whom a figure is
    female: WordSet
    others: WordSet  # beside a number: it counts those that another number does not
    other_time: WordSet  # beside a number: it may be of another time
    shortly: WordSet  # before "after" and "before": within minutes
    later: WordSet  # of them, what only comes after
    steps: WordSet  # what follows or goes before a happening, at a time of its own
    happened: WordSet  # beside a time: it is that of a happening
    aftermath: WordSet  # beside a time: it may be that of something else, or as long as that
    occasions: Occasions
    status: tuple[StatusStep, ...]


class StopWords(Table, frozen=True, kw_only=True):
    """``stopwords.toml``: words that say nothing by themselves; they tell the language of a text, too."""

    words: WordSet


class Abbreviations(Table, frozen=True, kw_only=True):
    """``abbreviations.toml``: without their last full stop, by what that stop may be.

    name: what follows belongs to it. number: only before a digit. any: it may end a sentence, too.
    """

    name: WordRow = WordRow()
    number: WordRow = WordRow()
    any: WordRow = WordRow()


class Pleas(Table, frozen=True, kw_only=True):
    """``pleas.toml``: regular expressions for what stands where the rest of a report would.

    needs: one of these in small letters stands in every plea. never: no plea holds it. no_report: what stands
    on a page instead of any report. ask, rest: fill these places in the pleas.
    """

    needs: tuple[str, ...]
    pleas: tuple[str, ...]
    never: tuple[str, ...] = ()
    no_report: tuple[str, ...] = ()
    ask: str = ""
    rest: str = ""


class Corrections(Table, frozen=True, kw_only=True):
    """``corrections.toml``: regular expressions for the beginning of a note that a report was changed."""

    notes: tuple[str, ...]


class Scale(Table, frozen=True, kw_only=True):
    """A question of ``stances.toml`` and its answers, which exclude each other.

    asks: the question in words; "{who}" stands for the person it is asked of. kind: the type of a difference.
    of: whom two answers must be told of to be told as a difference: one person, or the one thing of the sort
    that either report has; None when such a difference is possible at most. steps: the answers stand in the
    order in which things go on; changes: they go on in any order. both: pairs of answers that may hold
    together, two names each. before: phrases that give an answer of the person named right behind them
    ("arrested Ada Lind"), by answer. matter: a person may have several of the sort, so two sentences must
    share words besides the name. only: what to call the one person of whom a report answers the question,
    where those that tell it of nobody else may mean nobody else either; empty where they are not compared.
    hedge: a sentence with no answer answers, too: it states plainly; plain: answers that are told against one
    that does. minor: nobody is wronged by it.

    whole: asked of reports as a whole, never of two sentences alone; "case" in ``of`` always is: it is asked
    of the happening that reports tell of, and has two answers, the first of which holds only where a report
    gives no other. aside: phrases that leave a report without that first answer, too. beside: scales of whom
    that make it needless. lead: such answers count in the first sentences of a report. doer: it is told of
    who did it, so not of whom a verb or a preposition before makes the victim.

    In a phrase "*" is whatever one word, "~" none to two of them, "a|b" either word.
    """

    asks: str
    kind: DifferenceType
    values: dict[str, WordRow]
    of: Literal["person", "thing", "case"] | None = None
    both: tuple[str, ...] = ()
    before: dict[str, WordRow] = {}
    steps: bool = False
    changes: bool = False
    matter: bool = False
    only: str = ""
    hedge: bool = False
    plain: WordSet = WordSet()
    minor: bool = False
    whole: bool = False
    aside: WordRow = WordRow()
    beside: WordSet = WordSet()
    lead: bool = False
    doer: bool = False

    def allows(self, one: str, other: str) -> bool:
        """Tell whether two answers may hold together."""
        pair = {one, other}
        return len(pair) == 1 or any(set(row.split()) == pair for row in self.both)
