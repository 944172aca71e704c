"""Thresholds that stages take as a keyword argument, a group for each scope; those of lines and variants."""

from __future__ import annotations

from msgspec import Struct, field


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


class ReuseSettings(Struct, frozen=True, kw_only=True):
    """Thresholds of text reuse; the same within a story and over a corpus.

    print_words, window: fingerprints are hashes of so many words in a row, the least of so many neighbours:
        texts that share ten in a row share one.
    prints: fingerprints that two texts share before they are compared word by word.
    holders: a fingerprint that more articles have links them to one of them only; bounds the work.
    gap: words of either text between two stretches of one passage.
    weight: runs of three equal words outside quotations that make a passage; 18 words in a row have 16.
        Independent writers rarely share eight in a row (Clough et al. 2002 on agency copy); what different
        outlets shared below this were mostly names with their offices (read for it).
    short: the same where it is half of the shorter text.
    news_days, little: a sentence printed on three days, farther apart than ``news_days``, in articles of
        which most pairs share less than ``little`` of the shorter one's prose beside it, is a footer.
    """

    print_words: int = 5
    window: int = 6
    prints: int = 2
    holders: int = 50
    gap: int = 8
    weight: int = 16
    short: int = 10
    news_days: int = 14
    little: float = 0.25


class LinkSettings(Struct, frozen=True, kw_only=True):
    """Which statements of different reports are taken for one utterance told in other words.

    sentences: sentences that a story is taken to have at least when words are counted: in a handful every
        word would be rare.
    nearest: statements of another report that one is laid beside; of the pairs that readers linked, 93 in a
        hundred are among them.
    most: statements of all reports that one is laid beside: a story of hundreds stays linear.
    alike: cosine of two statements, with half of that of their sentences, below which they have nothing in
        common; own: the same of the statements alone, since one speaker says many things. Of 336 pairs below
        it in stories that were read, five are one utterance.
    prefix: letters that forms of one word share ("photograph", "photographer").
    run: equal words in a row that are counted; more say nothing more.
    pair: probability from which a pair may join two utterances.
    joins: mean probability between the statements of two utterances, from which they are one; chosen with
        ``pair`` on the development stories by five-fold cross-validation.
    unseen: what counts for a pair that was not laid side by side.
    again: mean probability from which a statement is a reading of a second utterance, too: a long one may
        hold two.
    fragment: up to so many words, a quotation by nobody named joins nothing when it may be from two
        statements of a report.
    """

    sentences: int = 60
    nearest: int = 3
    most: int = 24
    alike: float = 0.12
    own: float = 0.05
    prefix: int = 4
    run: int = 9
    pair: float = 0.15
    joins: float = 0.15
    unseen: float = 0.01
    again: float = 0.12
    fragment: int = 4


class SpellingSettings(Struct, frozen=True, kw_only=True):
    """Which names of two reports are one person's in two spellings. Counts are letters.

    Set by reading the pairs that they give in 1,400 stories of real reports: nearly all are one person.

    slips: letters that two spellings differ in at most; more are mostly other names.
    last: a last name shorter than this, one letter apart, is mostly another name.
    last_long: letters from which on ``slips`` are allowed, else one; Murray and Murphy are two names.
    first, first_long: the same for first names: Tim and Jim are two people.
    whole_first: from so many letters on a first name is no short form: Catherine and Katherine, Jeffrey and
        Geoffrey are one name in two spellings, Steve and Steven a man and his short name.
    whole: below, a name is an initial or a fragment.
    beside, beside_long: letters of a capitalised word that another of few slips with the same word beside it
        is a spelling of, and from which on ``slips`` are allowed, else one.
    lone, lone_long: the same for words with nothing beside them in common, but a word of meaning among
    around: the words nearest to them on each side.
    """

    slips: int = 2
    last: int = 5
    last_long: int = 8
    first: int = 4
    first_long: int = 5
    whole_first: int = 7
    whole: int = 3
    beside: int = 5
    beside_long: int = 7
    lone: int = 6
    lone_long: int = 9
    around: int = 6


class StanceSettings(Struct, frozen=True, kw_only=True):
    """Thresholds for answers of status, certainty and role that exclude each other (``claims/stances``).

    Set by reading on one half of the stories that were read completely, and by reading what they let through
    of 1,445 others.

    negated: words before an answer among which a negation turns it: "not expected to be life-threatening".
    subject: words before an answer among which the person it is told of is looked for.
    several: words before an answer among which a plural or a number shows that it is told of more than one.
    between: words between a phrase and the name behind it of which it tells: "arrested 19-year-old suspect".
    shared: words of meaning that two sentences share, to be about one plan, aircraft or gathering.
    share: and their share of the words of meaning of the shorter.
    alike: cosine of two sentences by rare words, of which one is the nearest of the other, from which they
        are laid side by side.
    around: words of meaning on each side of an answer that show what it is about.
    after, behind: words of meaning after and before a hedge that tell what is hedged; so many after it, or
        together, stand in both sentences where the one hedges what the other states.
    hedged: the same from which what one hedges and the other states plainly is told, when three words of
        meaning after the hedge stand in both: 19 of 20 such lines in other stories were so.
    hedged_near: the same when one of them stands before it.
    lead: sentences at the head of a report in which it tells what is new, for questions asked there only; a
        round choice.
    places: sentences of two reports that are shown where they answer a question of the case; an editor needs
        no more.
    possible: probability from which a difference is listed as possible.
    most_possible: such differences of a story; an editor reads no more.
    """

    negated: int = 6
    several: int = 6
    between: int = 4
    subject: int = 18
    shared: int = 3
    share: float = 0.2
    alike: float = 0.2
    around: int = 6
    after: int = 3
    behind: int = 2
    hedged: float = 0.3
    hedged_near: float = 0.45
    lead: int = 5
    places: int = 3
    possible: float = 0.25
    most_possible: int = 4


class SlotSettings(Struct, frozen=True, kw_only=True):
    """How values of two reports are laid side by side. The shipped trees were fitted with these.

    nearest: sentences of another report that a sentence is laid beside. In 89 stories read completely four in
        five differences of figures stand in such sentences.
    least_alike: cosine of two sentences below which they tell nothing in common.
    most: sentences of all later reports that one is laid beside, so that a story of hundreds stays linear.
    agreeing: log-odds of one question from which on two values that agree stand for each other.
    about: minutes that "about" allows a time of day; shortly: that "shortly after" and "just before" do;
        whole: that "after" and "before" alone do; minute: that all four allow on the other side: a call "just
        before 1:30" and one at 1:30 are no two.
    nearly: share of a bound that "nearly" and "up to" reach at least.
    undated: birthdays that may lie between reports of which one has no date: charge and trial.
    birthday: days between two reports from which on a birthday may lie between.
    mentions: further places of one report at which it says the same, that a side of a difference shows.
    beside: words on each side of a day among which one for publishing makes it the day of that.
    telling: words of a sentence that tells what happened on a day; fewer are a line of the page.
    heading: words before "Updated Monday" in a page's head; more are a sentence of the report.
    hours: between two times at which one thing is told to have happened, to be told; five minutes, fewer
        are rounding.
    issue: days between two reports of which the only time of a happening is taken for that of one happening.
        Chosen on 720 stories; of six such times in 725 others one was so, before the two sentences had to
        share a name or the weekday.
    """

    nearest: int = 3
    least_alike: float = 0.05
    most: int = 40
    agreeing: float = 0.0
    about: float = 9.0
    shortly: float = 20.0
    whole: float = 180.0
    minute: float = 1.0
    nearly: float = 0.9
    undated: int = 2
    birthday: int = 30
    mentions: int = 3
    beside: int = 2
    telling: int = 8
    heading: int = 4
    hours: float = 5 / 60
    issue: int = 3


class CollateSettings(Struct, frozen=True, kw_only=True):
    """Thresholds of the story scope.

    Counts are words, shares 0 to 1. They were set by reading pairs of near-equal quotations of real
    reports (which are not part of the project) and hold on the planted benchmark in
    ``tests/quality/collate``.

    gram: words of the n-grams that propose pairs; measured recall of true pairs 0.995 with 3 words.
    sure_run: so many equal words in a row settle it alone: stock phrases ("the next president of the
        United States") end at seven.
    fragment: up to so many words, a quotation matches only whole, unbroken and when it is distinctive.
    short_identity, medium_identity, long_identity: least share of agreeing words for matches of fewer
        than 8, fewer than 12 and more words.
    other_speaker_identity: the same for short matches given to two different speakers.
    repeat_identity: two quotations of one report that stand for the same words must agree so far.
    material_loss: content words whose silent loss an editor would want to see.
    witness: share of its prose in one shared origin from which an article is a witness of that origin and
        not of its own: most of it is another text.
    same_question: share of the words around two figures or dates that are taken to answer one question.
    same_sentence: the same from which on two sentences are one that is told again; then every number and day
        in it is compared.
    likely_enough: probability from which a difference between sentences told in other words is told, not only
        listed as possible: so that nearly nine in ten are real where real stories were read.
    possible: probability from which it is listed as possible.
    most_possible: possible differences of a story; an editor reads no more.
    retold_words, retold_share: content words that an indirect quotation and a sentence of the quotation it is
        linked with share, and their share of either, from which what it leaves out or adds is told.
    seconds: of processor time that a story may take for each of its reports before it is rejected; None or 0
        for no limit. A story of 300 reports takes hundredths of a second for each.
    story_seconds: the same for a story as a whole, however many reports it has: time grows faster than they
        do. Chosen, not measured.
    reuse: thresholds of shared passages.
    links: thresholds of statements told in other words.
    names: which names are one person's in two spellings.
    stances: thresholds of status, certainty and role.
    slots: how values of sentences told in other words are laid side by side.
    rounding: two figures agree when they differ by less, as a share, and one of them is round or "about".
    """

    gram: int = 3
    sure_run: int = 9
    fragment: int = 4
    short_identity: float = 0.75
    medium_identity: float = 0.6
    long_identity: float = 0.5
    other_speaker_identity: float = 0.9
    repeat_identity: float = 0.9
    material_loss: int = 2
    witness: float = 0.5
    same_question: float = 0.5
    same_sentence: float = 0.75
    likely_enough: float = 0.45
    possible: float = 0.1
    most_possible: int = 8
    seconds: float | None = 60.0
    story_seconds: float | None = 600.0
    retold_words: int = 3
    retold_share: float = 0.6
    rounding: float = 0.05
    reuse: ReuseSettings = field(default_factory=ReuseSettings)
    links: LinkSettings = field(default_factory=LinkSettings)
    names: SpellingSettings = field(default_factory=SpellingSettings)
    stances: StanceSettings = field(default_factory=StanceSettings)
    slots: SlotSettings = field(default_factory=SlotSettings)


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


class VariantSettings(Struct, frozen=True, kw_only=True):
    """When words that differ are one change, and of what kind (``collation/variants``); counts are words.

    Set by reading pairs of near-equal quotations, as ``CollateSettings``; the same for every run.

    governing_reach: from a negation to the words it turns; "I do not believe that" is the longest frame.
    other_words: so many words at an end that differ on both sides are other words, not changed ones.
    resumed: equal words by chance between an ellipsis and the words after it.
    double_reach: two negations so near each other make one turn of phrase ("like nothing ... ever").
    turned: words that may stand in another order as one turn of phrase.
    negation_reach: a negation left out turns the words that stay only when it stands so near them; a longer
        passage with a negation of its own ("not me, not her") takes it along.
    turned_reach: from a negation or a hedge to the word that it turns, where the statement is told in other
        words.
    scope: after a cut, within which a word that limits what stands before is found.
    letters: single letters in a row from which on a word is spaced out: o f f i c i a l.
    function_weight: share of a word that function words count for when wordings are compared.
    near_end: so many words at most are left out between the last word that both have and the end of one.
    few: agreeing words below which a long gap shows two phrases and not one that was cut.
    shared_run, shared_content, shared_identity: words in a row and words of meaning that two sentences of
        quotations have in common, and share of agreeing words, to be collated where the quotations as a whole
        are not; chosen on 817 stories, where they show twelve such changes, all small.
    long: words from which on a report that quotes something twice, not quite alike, contradicts itself; with
        fewer it quotes two phrases of one speech ("by putting people to work", "not putting people to work").
    """

    governing_reach: int = 3
    other_words: int = 3
    resumed: int = 2
    double_reach: int = 6
    turned: int = 24
    negation_reach: int = 4
    turned_reach: int = 4
    scope: int = 2
    letters: int = 3
    function_weight: float = 0.4
    near_end: int = 3
    few: int = 8
    shared_run: int = 3
    shared_content: int = 3
    shared_identity: float = 0.75
    long: int = 8


LINES = LineSettings()
VARIANTS = VariantSettings()
