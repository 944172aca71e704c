"""Thresholds of what is read into one article, the same for every run."""

from __future__ import annotations

from msgspec import Struct


class TranscriptSettings(Struct, frozen=True, kw_only=True):
    """Transcripts and interviews (``annotation/layout``); set by reading some hundreds of both, the same
    for every run.

    question_words: words of a question; a longer paragraph that ends with "?" is prose.
    answer_paragraphs: paragraphs of the longest answer; where labels or questions stand farther apart the
        article is no transcript there.
    credit: code points of a line at the end that may say "Interview: Mary Smith".
    fewest_answers: answers of an article that calls itself an interview and sets its questions off.
    plain_answers: the same where its questions are paragraphs like any other.
    sure_answers: the same where the questions are set off and nothing calls it an interview.
    personal: share of the answers, and of the questions, in the first and the second person.
    name: code points of a name on a line of its own above the words.
    voice_words: words of a label that stands once: "UNIDENTIFIED MALE"; longer ones are headings.
    headline: code points all in capitals behind a label: a headline, "SENATOR: STAY AT HOME UNTIL MAY".
    labelled: share of the paragraphs from the first label to the last that have one, where those without
        go on.
    dashed: the same where labels end with a dash ("Jane Smith – Good evening."), as rows of lists do.
    """

    question_words: int = 60
    answer_paragraphs: int = 10
    credit: int = 80
    fewest_answers: int = 2
    plain_answers: int = 3
    sure_answers: int = 4
    personal: float = 0.3
    name: int = 40
    voice_words: int = 4
    headline: int = 25
    labelled: float = 0.5
    dashed: float = 0.8


class QuotationSettings(Struct, frozen=True, kw_only=True):
    """What a quotation, its source and its signature may be (``annotation/quotations``); set by reading
    reports, the same for every run. An item is a word or a mark of a sentence.

    whole: share of a statement's words from which on what the network finds is the statement itself and
        not words inside it.
    title: code points of the longest article or title before a name: "the", "Prof"; "who" has fewer.
    unit: items of a sentence; a "sentence" of more is a table or a list, and cutting it bounds what
        reading it can cost.
    lead_items: items of a sentence that only leads up to the next one: "Ford puts it more simply."
    from_items: items before which "from" stands: "Here is some more from".
    source_items: items of the name of a source; the longest hundredth of PolNeAR have 30 words and more.
    name_words: words of the longest name in marks that is looked at; longer ones are mostly titles with a
        verb of speech.
    signature_words: words of a signature, name and office.
    signer_words: words of it before its first comma, which are the name.
    signature: code points of a paragraph that may be a signature.
    whole_name: code points before a source in which its name may begin.
    statement_paragraphs: paragraphs of a letter or statement; longer ones are printed, but not without
        any mark in a report of news.
    closing_words: words of the name that signs it.
    gap: items between cue and content: how far an adverbial or an addressee may reach.
    subject_words: words of a subject in small letters after "'...':" in a headline, where no verb is
        known for one.
    alone_words: words in marks that somebody says, not a title, where the sentence has no verb for them.
    clause_words: words in marks that are somebody's even where no sentence says so; shorter ones are mostly
        labels.
    aside: code points before words in marks in which parentheses around them may open.
    network_cue: words of a cue that the network is asked about; the longest of PolNeAR but for a handful.
    network_signed: confidence of words that a signature gives a speaker: all 29 that PolNeAR has in its
        train and development splits are right; one never knows.
    network_signer_words: words of such a signature before its comma.
    network_signer_rest: and behind it.
    """

    whole: float = 0.8
    title: int = 4
    unit: int = 300
    lead_items: int = 9
    from_items: int = 5
    source_items: int = 40
    name_words: int = 4
    signature_words: int = 14
    signer_words: int = 7
    signature: int = 160
    whole_name: int = 60
    statement_paragraphs: int = 20
    closing_words: int = 5
    gap: int = 16
    subject_words: int = 2
    alone_words: int = 4
    clause_words: int = 6
    aside: int = 300
    network_cue: int = 24
    network_signed: float = 0.95
    network_signer_words: int = 6
    network_signer_rest: int = 10


class SpeakerSettings(Struct, frozen=True, kw_only=True):
    """Whom a source means (``annotation/speakers``); the same for every run. The scorer was fitted with
    ``candidates``, ``unnamed`` and ``contexts``: another value asks for new weights.

    contexts: mentions of a candidate whose surroundings are read.
    candidates: candidates of one source: those named last before it, and those that stand behind it.
    unnamed: people without a name, and no sources by themselves, that a pronoun may mean beside those.
    unnamed_paragraphs: paragraphs before the pronoun's in which they are told of.
    unnamed_words: words from the determiner to the end of such a noun phrase.
    places: places of names looked back on; far more than any report has in the few sentences that count,
        they bound the time for one sentence of a whole book.
    people: people looked back on, in the same way.
    look_back: code points before a relative pronoun that are looked at.
    trails: speakers before a "they" that are looked back on.
    counted: speakers before "one" or "another" that are looked back on; one of them may have stood between.
    capitals_letters: letters of a name in capitals that is written with small ones: "VANCE", not "JD".
    going_on: paragraphs after a speaker's words in which others may go on with nobody else named since.
    announcing: paragraphs at the head of a report that may describe whom it names below.
    announced: paragraphs behind the first in which that person is named and speaks.
    paragraph_end: code points in which a paragraph's last stop stands, with marks and spaces behind it.
    left_over: share that must be left to the other candidates where one is ruled out by what stands beside a
        pronoun; below it they are not weighed anew. Above, all of the development sets' were right.
    twin: share from which somebody with a name has what a description has that was left open before. At 0.3
        four more were wrong in the real stories, at 0.5 two fewer right in the other articles.
    before_poll, behind_poll: code points before and behind the name of a poll in which a word shows that it
        is another; round choices.
    in_title: points that the title gives a person named before the first question of an interview; who is
        asked leads by a point at least. Chosen on interviews that name both.
    named: points for each other time that the person is named.
    asks: points for who is told to ask, or signs the article.
    named_beside: points for a mention beside another's: "her colleague Ada Lind".
    """

    contexts: int = 8
    candidates: int = 24
    unnamed: int = 4
    unnamed_paragraphs: int = 2
    unnamed_words: int = 5
    places: int = 200
    people: int = 400
    look_back: int = 300
    trails: int = 200
    counted: int = 2
    going_on: int = 3
    announcing: int = 2
    announced: int = 3
    paragraph_end: int = 10
    capitals_letters: int = 3
    left_over: float = 0.3
    twin: float = 0.4
    before_poll: int = 30
    behind_poll: int = 50
    in_title: float = 3.0
    named: float = 1.0
    asks: float = -6.0
    named_beside: float = -2.0


TRANSCRIPTS = TranscriptSettings()
QUOTATIONS = QuotationSettings()
SPEAKERS = SpeakerSettings()
