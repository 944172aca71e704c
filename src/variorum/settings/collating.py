"""Thresholds of what is told of a story: of its origins, utterances, variants and differences."""

from __future__ import annotations

from msgspec import Struct, field


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


VARIANTS = VariantSettings()
