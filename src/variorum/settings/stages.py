"""Thresholds that stages take as a keyword argument, a group for each scope; those of lines.

What a story is compared by stands in ``collating``.
"""

from __future__ import annotations

from msgspec import Struct, field

from variorum.settings.collating import CollateSettings


class ReadSettings(Struct, frozen=True, kw_only=True):
    """Limits of reading.

    max_record_bytes: bytes of one report: a line of JSONL, a whole file of any other kind. The longest
        report of 26 thousand measured has 0.1 MiB; saved pages with pictures inside reach tens.
    max_characters: code points of the text of one report; whole books have less, and what has this many takes
        300 MB of memory and, by rules alone, half a minute.
    max_page_bytes: signs of a page's markup once pictures inside it are taken out; several times what
        large live pages have, and below the 10 MB at which libxml2 drops a run of text.
    max_nesting: elements inside each other on a page; libxml2, which trafilatura reads with, drops what
        lies deeper than 256.
    max_elements: elements of a page; trafilatura's time grows with their square (25 s at 50 thousand),
        and 40 KB of unclosed tags can unfold to 2 million. Large live pages have some 20 thousand.
    max_options: choices in the menus of a page; the parsers' time grows with their square (10 s at 30
        thousand). Menus of countries, years and towns have some hundreds.
    max_attributes: attributes of one element; time grows with their square, too (30 s at 44 thousand).
        Elements of large live pages have some dozens.
    max_expansion: unpacked bytes for each packed one; JSONL of news packs 3 to 5 times, deflate ends at
        1,032.
    paywall_words: a page that says it is not free and gives fewer words than this is a teaser; chosen
        (a few paragraphs), not measured.
    title_length: code points; a first line of plain text longer than this is no headline; chosen.
    seconds: of processor time that one page or document may take to be taken apart before it is rejected;
        None or 0 for no limit. Pages of news take hundredths of a second.
    drafts: what is read are drafts to be checked: of a page all is read that stands in its text, where of a
        report only what its outlet printed as the report is.
    """

    max_record_bytes: int = 64 * 2**20
    max_characters: int = 8_000_000
    max_page_bytes: int = 8 * 2**20
    max_nesting: int = 250
    max_elements: int = 50_000
    max_options: int = 10_000
    max_attributes: int = 1_000
    max_expansion: int = 200
    paywall_words: int = 200
    title_length: int = 150
    seconds: float | None = 60.0
    drafts: bool = False


class AnnotateSettings(Struct, frozen=True, kw_only=True):
    """Thresholds of the article scope.

    batch: articles handed to a worker at once; large enough that the cost of passing them on does not
        count, small enough that progress is seen.
    seconds: of processor time that one article may take before it is rejected; None or 0 for no limit.
        Articles of news take hundredths of a second, the longest of 26 thousand some seconds.
    words_alone: words from which on a quoted sentence without any attribution counts as speech; shorter
        ones are mostly slogans, titles and terms (PolNeAR, train part: none of 9 with 4 or 5 words was
        marked as speech, 109 of 194 with 6 and more).
    transcript_labels: paragraphs that begin with a speaker's label ("Q.", "SMITH:") from which on an article
        is read as a transcript: a question, an answer, a question.
    dateline_sure: confidence from which a date in a report's own text is taken for its day.
    pronoun_sure, description_sure, name_sure, loose_sure: probability from which the trained scorer's
        candidate is taken for who is meant by a pronoun, by a description, by a last name with several
        bearers, and for who says quoted words without a source.
    pronoun_keep, description_keep: probability below which what the rules say of a pronoun or a description
        is given up, and it is left open. All six were chosen on the development half of the read sources.
        From 0.5 to 0.6 of the 256 pronouns there 6 wrong ones go and 2 right ones, on to 0.7 1 and 3.
    unnamed_sure: the same for a pronoun that means somebody without a name: a wrong "one man" harms nobody.
    going_on_sure: the same for quoted words without a source that stand near the last speaker's, nobody else
        named since, or behind a colon and the one name of their announcement. Chosen by reading what changed
        in 661 unlabelled reports.
    block_marked: share of a block quotation in quotation marks from which on the marks tell what is quoted
        and not the block; well below a half, since attributions stand between.
    """

    batch: int = 8
    seconds: float | None = 60.0

    # How far back a pronoun may look, in sentences. Beyond five the nearest fitting person was
    # mostly wrong in reports read for it; printed pronouns seldom reach farther.
    pronoun_reach: int = 5
    # How much better the best antecedent must be than the next, in points of coreference.py, where one
    # sentence farther costs 0.22 points. Below it the pronoun stays unresolved.
    pronoun_margin: float = 0.15
    words_alone: int = 6
    transcript_labels: int = 3
    block_marked: float = 0.4
    dateline_sure: float = 0.8
    pronoun_sure: float = 0.6
    pronoun_keep: float = 0.5
    description_sure: float = 0.6
    description_keep: float = 0.3
    name_sure: float = 0.5
    loose_sure: float = 0.6
    unnamed_sure: float = 0.5
    going_on_sure: float = 0.4


class GroupSettings(Struct, frozen=True, kw_only=True):
    """Thresholds of the corpus scope; one set for all data.

    characters: code points of a text that are read for grouping; twice as many changed B-cubed F1 by at most
        0.005 either way on five collections.
    batch: articles handed to a worker at once; fewer cost more time each.
    arrivals: articles that a stream takes in together; what they touch is grouped again once.
    words, names: terms kept of an article, the weightiest; in a trial with plain cosine, 100 words instead
        of 60 changed B-cubed F1 by at most 0.006 on five collections, and 30 lost up to 0.01.
    proposing: of them, words that make candidate pairs (blocking words).
    anywhere: a word in at most so many articles makes every pair of them a candidate.
    span: days; a more frequent word makes candidates of articles in one span or in two that follow each
        other.
    holders: a word in more articles of two spans than this makes no candidates; bounds the work.
    candidate: cosine of the blocking words, times nearness in time, from which a pair is a candidate; low,
        since the scorer decides.
    far: what is left of that cosine for pairs that lie weeks and more apart. With .3 instead of .15, of the
        true pairs of a collection of follow-ups 95 instead of 89 in a hundred are looked at; pairs grow by
        two thirds (9,611 articles of many outlets).
    news_days: what is printed on three days farther apart than that is boilerplate; as in ``ReuseSettings``.
    notices: code points of boilerplate that an article can have besides half of its text; the blocks of
        notices that were read for it have 250 to 600.
    partners: candidates of each article, the most alike; bounds the work.
    distant: of them, those that lie more than two spans apart; an archive of decades has ever more that share
        rare words, and hardly ever one event. With 10 no true pair is lost in the training halves of four
        collections, with 5 one of 935 in one of them.
    likely: probability from which a pair is an edge of a component.
    joins: mean probability between two clusters from which they are merged; of five tried the best on the
        training half of the labelled stories, all collections and handfuls of them together, each half of it
        scored by the other.
    matrix: articles of a component that are clustered at once (a matrix of 8 bytes each, squared); a
        larger component is first cut at higher probabilities.
    """

    characters: int = 5_000
    batch: int = 64
    arrivals: int = 200
    words: int = 100
    names: int = 40
    proposing: int = 40
    anywhere: int = 100
    span: int = 7
    holders: int = 1000
    candidate: float = 0.02
    far: float = 0.3
    news_days: int = 14
    notices: int = 1_000
    partners: int = 300
    distant: int = 10
    likely: float = 0.1
    joins: float = 0.5
    matrix: int = 3_000


class CheckSettings(Struct, frozen=True, kw_only=True):
    """Thresholds of the check of a draft; none of them lets anything count as found that is not.

    Counts are words of the draft's quotation, shares 0 to 1 of its words, where function words count 0.4. Set
    so that sentences of other news are not taken for changed ones (``benchmarks/check.py``).

    fragment: up to so many words a quotation is found as it stands or not decided; that others print
        two words as well says nothing.
    least_run: so many words in a row must agree before words are called changed ones.
    content: and so many that carry meaning.
    agreeing: least share of agreeing words of such a quotation.
    agreeing_much: share from which on one word that carries meaning is enough.
    short, agreeing_short: the same for quotations of fewer words than ``short``.
    sure_run: so many agreeing words in a row settle it alone, when they are one end of the quotation.
    agreeing_sure: or this share of the whole agrees.
    rewrite_run: the same between two versions of one draft, where nobody else's words stand.
    part_run: the same where they are half of the quotation.
    other_words: so many words at an end that the report has not there are no change but a part that is
        missing.
    near: reports that share seeds but not all of them, whose words are compared; the likeliest first.
    exact: the same for reports that share all; more of them are copies of one text.
    matches: passages shown for a quotation.
    found: reports listed for one that is looked up by itself; nobody reads more on a screen, and each takes
        a millisecond to compare.
    speakers: of those, reports whose speaker is looked up, the nearest first; it takes most of the time.
    version_run, version_least, version_share: a report that has this share of a draft's runs of so many words
        outside quotations may be a version of the draft, and is told; nothing is said of drafts with fewer
        runs. Half, for what was rewritten since; a report after the same agency copy is told as well.
    everywhere: articles up to which fragments are looked for in the whole collection; in a larger one only in
        the reports that print other quotations of the draft.
    seconds: of processor time that comparing one quotation with one report may take before the report is
        rejected; None or 0 for no limit.
    """

    fragment: int = 4
    least_run: int = 3
    content: int = 2
    agreeing: float = 0.6
    agreeing_much: float = 0.75
    short: int = 12
    agreeing_short: float = 0.7
    sure_run: int = 9
    agreeing_sure: float = 0.4
    rewrite_run: int = 4
    part_run: int = 7
    other_words: int = 4
    near: int = 16
    exact: int = 64
    found: int = 1_000
    matches: int = 5
    speakers: int = 3
    version_run: int = 4
    version_least: int = 20
    version_share: float = 0.5
    everywhere: int = 200
    seconds: float | None = 60.0


class Settings(Struct, frozen=True, kw_only=True):
    """All groups."""

    read: ReadSettings = field(default_factory=ReadSettings)
    annotate: AnnotateSettings = field(default_factory=AnnotateSettings)
    group: GroupSettings = field(default_factory=GroupSettings)
    collate: CollateSettings = field(default_factory=CollateSettings)
    check: CheckSettings = field(default_factory=CheckSettings)


class LineSettings(Struct, frozen=True, kw_only=True):
    """Which lines of a text were broken at a width (``text/wrapping.py``); chosen, not measured.

    The same for every run.

    widest: code points of a line; editors break prose at 65 to 100, longer lines are paragraphs.
    narrowest: the widest line of shorter texts: verses, lists, addresses.
    full: share of the line ends inside sentences at which the next word had no room.
    ragged: of the width; lines that were filled evenly, not greedily, are so long.
    near: code points; a first word that had no room has mostly fewer.
    short: of the width; shorter lines end where their paragraph does.
    uneven: of the width; the longest line of a paragraph that was edited after it was filled.
    mostly_prose: code points of width from which on a text is prose where half of the lines go on in small
        letters.
    prose_width: code points; verse is seldom so wide.
    inside: share of line ends that stand inside a sentence; in a text of one line a paragraph hardly any.
    longest: lines of a quotation that is looked for over their ends.
    shortest_cut: code points of a line that is so full that its last word was cut.
    attribution: code points between closed quotation marks and the end of a line that cuts the name of who
        is quoted.
    """

    widest: int = 132
    narrowest: int = 30
    full: float = 0.7
    ragged: float = 0.85
    near: int = 12
    short: float = 0.6
    uneven: float = 0.75
    mostly_prose: int = 45
    prose_width: int = 55
    inside: float = 0.25
    longest: int = 40
    shortest_cut: int = 20
    attribution: int = 60


LINES = LineSettings()
