"""Thresholds of what files and pages look like, the same for every run."""

from __future__ import annotations

from msgspec import Struct


class FileSettings(Struct, frozen=True, kw_only=True):
    """What a file looks like (``formats``): from standards and from the files that were met, the same for
    every run. What bounds the size of a file is in ``ReadSettings``.

    head: bytes that a format may look at before it says yes; enough for any doctype or first record.
    peek: bytes; enough for the head of our own page and the first keys of our JSON.
    date: code points of a date; the longest form in use has about 60.
    first_year: of a report: the first printed newspapers.
    last_year: beyond, a slip.
    styles: styles based on one another; Word allows 11.
    western: share of the signs beyond ASCII that are Western; leaves room for one odd sign in fifty.
    faults: bytes; fewer that are not UTF-8 in a page that says it is are faults, not an encoding.
    faults_share: share of the signs beyond ASCII that may be faults in an encoding that a page declares.
    all_faults: bytes; so many and not one character of UTF-8: it is something else, whatever it says.
    utf_16: bytes; in fewer, zeros may be anything.
    zeros: share of zeros on one side; one sign in six is a space or a line end.
    charset: bytes within which a page names its encoding; the Encoding Standard asks for the first 1024,
        sites are less strict.
    controls: share of the bytes that are control characters, beyond which they are no text. Of random bytes
        one in eleven is; of texts, however damaged, hardly one in a thousand.
    controls_least: so many at least: a short line may hold an escape.
    nuls: share of the bytes; more NUL than one in 200 is no page with a fault but another encoding.
    quoted_lines: share of the lines with ">" from which on the whole report was quoted, not words in it.
    quoted_turns: changes between such lines and others for each of them; where there are more, replies
        stand between.
    soft_ends: line ends with "=" from which on a text is quoted-printable.
    full_line: code points; a line is broken when it is full, "1 + 1 =" is not.
    tag: code points of a tag in Markdown; pictures inside tags are longer, and no words.
    critic: code points between two signs of CriticMarkup.
    marked_word: code points of a word that is looked at for what a mark inside it means.
    nested: parts of a saved page that hold parts.
    parts: of one file; pages seen have some hundreds.
    lines: of one file; a page of 64 MiB has 900,000.
    frames: frames looked at when the page itself holds no report; advertisements are frames, too.
    frame_depth: frames in frames.
    header_lines: lines of the header of a record.
    plea_paragraphs: paragraphs at the end among which a plea for payment stands: a paywall's box has a
        headline, a plea and a link for those who have paid.
    plea: code points at the end of a paragraph; a plea is short.
    no_report: code points; a report that tells of such a page is longer.
    pause: seconds without words after which a sentence that ended begins a paragraph.
    rolling: captions roll where this share of them begins with words that end the one before; people
        repeat words, too.
    rolling_captions: captions that do so; one repetition is nothing yet.
    repeated: words that two captions share, unless one of them is that whole.
    repeated_most: words; a screen holds two or three lines.
    pdf_pages: of one report; a book is none.
    pdf_column, pdf_space, pdf_indent, pdf_short: in heights of a line: a gap that parts columns, one that
        parts paragraphs, an indented first line, and what a last line lacks.
        All four, the next and the one after it were set by pages written for the tests and a page that
        Chromium printed in two columns; no collection of real files was measured.
    pdf_heading: how much taller than most lines a heading's are.
    pdf_gap: in heights of a line: a gap that parts cells of a table; in a line of prose it parts nothing.
    pdf_note: how tall, against most lines, those of a note at the foot of a page are at most; chosen, as are
        the four that follow and the one before.
    pdf_row: heights of a line between rows of one table.
    pdf_cells: cells of a table at least.
    pdf_cell_words: words of its cells, on average, the first of each row aside.
    pdf_going_on: share of such cells that begin in lower case, as lines of prose do.
    pdf_alike: pages from which repeated first and last lines are heads and feet.
    blanks: that one element of a document may stand for; a line has as many.
    shown_columns: of a table that is refused.
    name_most: signs of a file's name that is made of an id; with a suffix every file system takes it.
    stand_in: words of a plain part that may only stand in for the one in HTML: a line and an address or two.
    stand_in_share: of the words in HTML; a plain part of fewer stands in for them.
    head_below: lines below "From:" within which the head of an answered mail says when it was sent.
    head_signs: code points of such a head in HTML.
    rtf_depth: groups inside each other; Word writes some dozens.
    heading_levels: of an outline; beyond is text.
    xml_elements: of one file of XML; a day's digest of an agency has some ten thousand.
    xml_depth: elements inside each other; in items of agencies and in captions some twenty.
    """

    head: int = 8192
    peek: int = 4096
    date: int = 100
    first_year: int = 1600
    last_year: int = 2200
    styles: int = 20
    western: float = 0.98
    faults: int = 4
    faults_share: float = 0.05
    all_faults: int = 40
    utf_16: int = 40
    zeros: float = 0.08
    charset: int = 4096
    controls: float = 0.03
    controls_least: int = 5
    nuls: float = 0.005
    quoted_lines: float = 0.8
    quoted_turns: float = 0.3
    soft_ends: int = 2
    full_line: int = 60
    tag: int = 4000
    critic: int = 2000
    marked_word: int = 60
    nested: int = 10
    parts: int = 5_000
    lines: int = 2_000_000
    frames: int = 20
    frame_depth: int = 5
    header_lines: int = 1_000
    plea_paragraphs: int = 3
    plea: int = 200
    no_report: int = 500
    pause: float = 2.0
    rolling: float = 0.4
    rolling_captions: int = 2
    repeated: int = 2
    repeated_most: int = 60
    pdf_pages: int = 2_000
    pdf_column: float = 2.0
    pdf_space: float = 0.7
    pdf_indent: float = 0.8
    pdf_short: float = 4.0
    pdf_heading: float = 1.25
    pdf_gap: float = 1.0
    pdf_note: float = 0.88
    pdf_row: float = 1.5
    pdf_cells: int = 6
    pdf_cell_words: float = 3.0
    pdf_going_on: float = 0.2
    pdf_alike: int = 3
    blanks: int = 80
    shown_columns: int = 6
    name_most: int = 80
    stand_in: int = 100
    stand_in_share: float = 0.25
    head_below: int = 4
    head_signs: int = 800
    rtf_depth: int = 1_000
    heading_levels: int = 9
    xml_elements: int = 300_000
    xml_depth: int = 200


class PageSettings(Struct, frozen=True, kw_only=True):
    """What a page of the web looks like (``formats/page``): from the pages that were met, the same for
    every run.

    top_lines: lines from the top among which a page shows its date and byline, navigation included.
    found_again: share of trafilatura's text that is found again on the page; where less is, it is laid
        out in a way that we do not understand, and trafilatura's own text is the better one.
    holds_most: share of the report's signs in the smallest box that is taken for its place.
    fuller: the text in the page's data is taken when it is this many times longer than the one shown.
    post_credit: code points of a line of an embedded post that is none of its words.
    credit: code points of a line that credits a picture.
    post_opening: signs at the beginning of a post by which it is found again.
    frame_date: code points of the date of a framed post.
    frame: code points of what frames it: a name, a handle, a time and counts.
    open_tags: tags opened and not closed, until real depth is known: those that browsers forgive must not
        count as depth.
    raised_before: code points that tell whether a raised sign belongs to the word before it.
    note_mark: code points; marks of notes are shorter.
    deepest: elements inside each other; pages with more are refused when their lines are laid out.
    data_nodes: of JSON-LD looked at; pages seen hold under 200.
    byline: code points; longer is a biography.
    post_words: words of a stretch that is more than a name, a handle and a time.
    post: signs; a post is short, an article is not.
    post_name: code points of the name of its author.
    post_pieces: pieces of text of one element that are looked at.
    post_nodes: of an element looked at; a post has some dozens.
    wall_selectors: selectors of parts behind a wall that are looked for.
    wall_words: words of a part behind the wall; fewer are a plea, not a part of the report.
    wall_end: signs at the end of such a part that must be found again in what was read.
    wall_whole: share of the declared count of words that counts as all of them; counts differ by
        captions.
    update_climb: elements from a time up to the post of a live blog that it dates.
    update: signs of such a post besides its time from which on its words are long enough to be one.
    update_before: signs that may stand before its time: a headline, a name.
    updates: posts of a page; long live blogs have some hundreds.
    """

    top_lines: int = 40
    found_again: float = 0.9
    holds_most: float = 0.9
    fuller: int = 2
    post_credit: int = 200
    credit: int = 160
    post_opening: int = 60
    frame_date: int = 60
    frame: int = 200
    open_tags: int = 5_000
    raised_before: int = 40
    note_mark: int = 12
    deepest: int = 300
    data_nodes: int = 5_000
    byline: int = 120
    post_words: int = 3
    post: int = 3_000
    post_name: int = 60
    post_pieces: int = 200
    post_nodes: int = 600
    wall_selectors: int = 20
    wall_words: int = 40
    wall_end: int = 80
    wall_whole: float = 0.9
    update_climb: int = 6
    update: int = 25
    update_before: int = 120
    updates: int = 5_000


FILES = FileSettings()
PAGES = PageSettings()
