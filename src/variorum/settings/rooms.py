"""Thresholds of one room each, the same for every run."""

from __future__ import annotations

from msgspec import Struct


class DateSettings(Struct, frozen=True, kw_only=True):
    """Where a date stands (``annotation/dates``); set by reading reports, the same for every run.

    clause: code points of a clause that are looked at on each side of a date.
    subject: words of a subject between a date that opens its clause and the verb that looks ahead.
    object: words between "set" and "for" a day.
    named: code points within which "the next day" goes from a day that was named before.
    event: code points behind a day in which the name of its event begins: "the Sept. 11 attacks".
    slack: days by which the day that a report is said to be of lies before what it tells as over; nothing is
        inferred from such a day.
    lasting: words at most between what lasts and its end: "is closed to lorries until June 14".
    count_digits: digits of a count of days or years that can still lead to a day.
    line: code points of a line of publication by itself; a longer one is prose.
    sentence: code points from which a line that ends like a sentence is prose, too.
    beside: words beside the date in a line without a label: "Port Sallow, 12 March 2026".
    head_lines, foot_lines: lines with words that are looked at from the top, and from the end; a line of
        publication stands there.
    labelled, in_dateline, bare, updated: confidence that a full date is the day of publication: see
        docs/benchmarks.md, where the dates of 14,101 reports were known otherwise. An "Updated" line alone is
        mostly of the same day or the next.
    first_year, last_year: of a report, from which no phrase of news leads out of the calendar (1 to 9999).
    place_alone: confidence of a place alone before a dash; what is no place there is an acronym or a
        label that no list has.
    """

    clause: int = 200
    subject: int = 8
    object: int = 6
    named: int = 400
    event: int = 40
    slack: int = 7
    lasting: int = 4
    count_digits: int = 6
    line: int = 120
    sentence: int = 60
    beside: int = 4
    head_lines: int = 8
    foot_lines: int = 3
    labelled: float = 0.95
    in_dateline: float = 0.95
    bare: float = 0.9
    updated: float = 0.8
    first_year: int = 1100
    last_year: int = 9000
    place_alone: float = 0.7


class FigureSettings(Struct, frozen=True, kw_only=True):
    """Figures and the words around them (``annotation/figures``); the same for every run.

    look_back: code points before a number in which a bound is looked for; longer than any bound phrase.
    counted_words: words of what a number counts.
    range_ratio: one end of a range over the other, at most, where a change would be told by the same
        words: "rose $2 to $45".
    in_sentence: figures of one sentence, above which none of them is compared: a table, or a list without
        stops. Far above what sentences of reports have.
    streets_of_log: streets of one paragraph from which on it is a log of the police, or a list of closed
        roads; a report tells one happening at a corner, of two.
    """

    look_back: int = 32
    counted_words: int = 5
    range_ratio: float = 2.5
    in_sentence: int = 60
    streets_of_log: int = 4


class LayoutSettings(Struct, frozen=True, kw_only=True):
    """Boilerplate and embedded posts (``annotation/layout``, ``annotation/posts``); the same for every run.

    boilerplate_words: words of a paragraph of boilerplate; none is longer.
    tail: code points at the end of a paragraph that are looked at for a credit.
    post_paragraphs: paragraphs of a post before its own signature line.
    author_words: words of a post's author.
    post_credit: code points of a line that names the author of a post.
    head_paragraphs: paragraphs at the head of an article where title, byline and the writer's own handle
        stand.
    capitals_words: words of a line in capitals from which it is the headline of another report; read in some
        180 stories, shorter ones are mostly headings of the report's own parts.
    capitals_share: one paragraph in so many may be in capitals for such a line to be boilerplate; in
        subtitles and bulletins in capitals all are.
    """

    boilerplate_words: int = 60
    tail: int = 160
    post_paragraphs: int = 4
    author_words: int = 5
    post_credit: int = 200
    head_paragraphs: int = 3
    capitals_words: int = 5
    capitals_share: int = 3


class NameSettings(Struct, frozen=True, kw_only=True):
    """What is a name, and whom a last name alone means (``annotation/names``); the same for every run.

    established: uses of a last name alone from which it stays its bearer's when a namesake is named in
        full later.
    called: people of one name that a lone name is weighed between; only an archive in one file has more.
    misprint_letters: letters of a last name from which one letter off is taken for a misprint; "Lund" and
        "Lind" are two names.
    misprint_longest: letters of a last name up to which it is looked for; bounds the work.
    lone_words: words of a lone name ("van der Berg") by which it is found again.
    look_back: code points of a word before a name that are looked at.
    bearers: forms with one last name that are compared with each other, each with each.
    window: code points on each side of a name that are looked at for its kind.
    looked_for: words that are looked for in a text one by one; for more all words of the text are gathered.
    enough: points from which a kind is believed; one clear sign gives one or more.
    network: points for the kind that the network gives one mention, beside those of the words around it.
    office_words: words of an office before a name; what is longer has a verb in it.
    leading_title: code points of a title before the name that a sentence begins with.
    run: tokens of one run of capitals; a longer one is a list, or a text in capitals.
    heir: points that "Jr." behind a name gives for a person; one clear sign gives one or more.
    """

    established: int = 3
    called: int = 40
    misprint_letters: int = 5
    misprint_longest: int = 40
    lone_words: int = 6
    look_back: int = 64
    bearers: int = 60
    looked_for: int = 40
    window: int = 60
    enough: float = 0.7
    network: float = 2.0
    office_words: int = 4
    leading_title: int = 30
    run: int = 50
    heir: float = 2.0


class PassageSettings(Struct, frozen=True, kw_only=True):
    """Copied passages and credit lines within a pair of texts (``reuse``); the same for every run.

    edge: words that may be missing at an end of a passage for it to be widened to the sentence: what one
        changed word takes away.
    credit_reach: code points from either end of a text in which credits stand.
    byline_words: words of a line at the head that holds nothing but names.
    seed: words in a row that count as a stretch of equal words; chains of them make a passage.
    repeated: times that one text may have a run of words; of a refrain or a table the places say nothing.
    """

    edge: int = 3
    credit_reach: int = 600
    byline_words: int = 8
    seed: int = 3
    repeated: int = 4


class LikenessSettings(Struct, frozen=True, kw_only=True):
    """How alike two reports are (``stories``). The weights of the trained scorer were fitted with these:
    another value asks for new ones.

    certain: resemblance from which what fills a component of its own is one text in many printings.
    title_count: times that words of a headline count again in the text.
    lead_terms: words of the opening that are not stop words: about two paragraphs.
    opening: code points, about a paragraph; names in it are those of the event.
    title: code points of the start of a text that stand for a missing title.
    sentence: code points of a sentence from which on it counts: shorter ones ("He died.") tell nothing.
    name_words: capitalised words in a row that are a name; longer runs are headlines.
    days: days between reports of one event that are common; a week is rare (stories by editors,
        measured).
    left: share left of a resemblance when the days lie far apart: late reports and wrong dates exist.
    words: share of words in how alike two articles are, the rest is of names; from a trial with plain
        cosine.
    """

    certain: float = 0.999
    title_count: int = 2
    lead_terms: int = 60
    opening: int = 500
    title: int = 120
    sentence: int = 20
    name_words: int = 4
    days: float = 2.0
    left: float = 0.15
    words: float = 0.6


class TextSettings(Struct, frozen=True, kw_only=True):
    """Sentences, marks, the language of a text (``text``); the same for every run.

    nesting: depth beyond which an opening mark is taken to replace the one before; print knows no deeper
        nesting.
    reopened_lines: lines without a mark between two that open one, in a text of a sentence a line; all four
        such places in 295 reports have one, and their words belong to one speaker.
    look_back: code points before a full stop that are looked at; longer than any abbreviation.
    stamps: labels with a time from which on they are the times of a transcript.
    telling: words that tell the language of a text.
    digit_groups, number_words: groups of three digits, and words, of one number. More of them are a list, and
        each of its numbers would be looked for through all of the rest.
    largest: number beyond which none counts: larger ones are codes, and the largest have no value at all.
    cut_words: contractions with a blank inside, more than without, from which on a text was cut into
        words; one tells, since who prints a text whole has none.
    """

    nesting: int = 6
    reopened_lines: int = 2
    look_back: int = 40
    stamps: int = 2
    telling: int = 200
    digit_groups: int = 12
    number_words: int = 24
    largest: float = 1e30
    cut_words: int = 1


class AlignmentSettings(Struct, frozen=True, kw_only=True):
    """Points of an alignment of words (``text/alignment.py``).

    An equal word just outweighs opening a short gap, so that a single common word inside a change is kept
    only when it is not bought with two gaps or a long one.

    equal: for a pair of equal words.
    open: for a gap.
    extend: for each further word of a gap.
    both: where both readings go on, each with words of its own, beyond the last pair at an open end.
    cells: cells of one table: 80 words against 80; beyond, plain edit distance is used.
    """

    equal: float = 2.5
    open: float = -2.0
    extend: float = -0.25
    both: float = -1.5
    cells: int = 6400


class SearchSettings(Struct, frozen=True, kw_only=True):
    """Where in a report a quotation of a draft is compared (``checking``); the same for every run.

    They bound what is compared, and where a report says whom it gives words to; chosen on
    ``benchmarks/check.py``.

    exact_places: places of the same words in one window; words repeated more often stand in a list or a
        refrain.
    leads: words before a name that signs what stands above: "Those were the words of Mary Smith."
    pronoun_reach: paragraphs; farther up nobody is called "he" any more.
    copies: reports compared with each other; of more copies the number is not told exactly.
    margin: searched words around what the runs cover, for words that the draft changed at its ends.
    apart: searched words that may be missing between two runs of one place.
    apart_marked: the same where the draft says that words are left out.
    hits: places of its words in one report that are looked at, those of its rarest words first; no report of
        the measured ones has so many.
    places: places of one report; more places of the same words are the same evidence.
    share: of the searched words of a quotation from which a place is compared; below what
        ``CheckSettings`` asks for.
    long_run: searched words in a row from which it is compared as well.
    least_shared: seeds; a report that shares fewer with a long quotation shares a turn of phrase.
    frequent, frequent_share: reports with a seed, number and share of all, from which on it tells little.
    pages: reports kept open; the quotations of one draft mostly stand in the same ones.
    articles: articles unpacked and kept, so that the quotations of one draft share them.
    pairs: of reports whose shared passages are kept, some kB each: every two of 90 reports that print the
        same quotations of a draft, asked for by each of these.
    views: parts of reports kept as they are read for comparison; a draft of short quotations asks for each
        part again and again, some 20 kB of memory each.
    gram: words of a seed; with 2 the true partner of a changed quotation was among the candidates 999
        times in 1,000.
    spoken: code points beside words left out, in which the same words are looked for; a line of a transcript.
    false_start: words; who starts again has said no more.
    """

    exact_places: int = 8
    leads: int = 8
    pronoun_reach: int = 4
    copies: int = 32
    margin: int = 6
    apart: int = 60
    apart_marked: int = 400
    hits: int = 2_000
    places: int = 3
    share: float = 0.5
    long_run: int = 5
    least_shared: int = 3
    frequent: int = 1000
    frequent_share: float = 0.05
    pages: int = 512
    articles: int = 512
    pairs: int = 8_192
    views: int = 512
    gram: int = 2
    spoken: int = 80
    false_start: int = 4


DATES = DateSettings()
FIGURES = FigureSettings()
LAYOUT = LayoutSettings()
NAMES = NameSettings()
SHARED = PassageSettings()
LIKENESS = LikenessSettings()
TEXTS = TextSettings()
ALIGNMENT = AlignmentSettings()
SEARCH = SearchSettings()


class InputSettings(Struct, frozen=True, kw_only=True):
    """When a string given from Python is the text of a report and no path; chosen, not measured.

    words: least words of a text. longest_name: signs of the longest name that file systems allow.
    """

    words: int = 5
    longest_name: int = 255


INPUTS = InputSettings()


class VersionSettings(Struct, frozen=True, kw_only=True):
    """What changed between two versions of a page (``versions``); chosen, not measured.

    alike: share of words that two sentences must have in common to be one that was rewritten.
    near: sentences of a rewritten stretch of the one version that each of the other is held against.
    """

    alike: float = 0.5
    near: int = 40


VERSIONS = VersionSettings()


class DecisionSettings(Struct, frozen=True, kw_only=True):
    """When what a run finds is what somebody judged in another run (``decisions``); chosen, not measured.

    overlap: share of the words judged, and of those found at the same place of the same report, that must be
        common: annotators differ in where a quotation begins and ends, seldom by more than a clause.
    alike: share of the words of a reading joined to an utterance by hand that its base must have, so that
        the two are compared word by word and not taken as one statement in other words.
    beside: code points between a quotation and words that tell who said it.
    speaker, note: code points of a name and of a note, at most: more is a mistake.
    """

    overlap: float = 0.5
    alike: float = 0.5
    beside: int = 100
    speaker: int = 300
    note: int = 20_000


DECISIONS = DecisionSettings()


class ReleaseSettings(Struct, frozen=True, kw_only=True):
    """What a release keeps of strings with words of the texts (``exchange.printed``); chosen, not measured.

    words: so many words of a text in a row, or more, are told by their place; two are no more than a phrase.
        Names and figures are told so however short. places: of one word or run that are tried.
    """

    words: int = 3
    places: int = 50


RELEASE = ReleaseSettings()
