"""How much outputs show of what the files have whole; nothing is decided by it."""

from __future__ import annotations

from msgspec import Struct


class ShownSettings(Struct, frozen=True, kw_only=True):
    """How much is shown, of what the files have whole; lengths in code points unless said otherwise.

    cited: sentences of a side; a citation is to be pasted and read.
    few_names: names in common with the rest of its story up to which a report without a common statement is
        said to be doubtful. Of 38 stories of two events that were grouped as one from folders of four reports
        without dates, 34 are said; of 635 reports of one event, 9.
    cell: a cell of CSV; Excel refuses longer ones.
    faulty_articles: articles named of a story that could not be collated.
    faults: faults of one kind on the page.
    packed_characters: of reports from which on a page is packed (see ``outputs.templates.Packed``).
    packed_readings: readings from which on it is packed.
    omitted: left-out words that stand in the place they are missing from.
    neighbours: reach in which the words beside a place are looked for.
    context: of a long sentence on each side of the words.
    evidence: evidence; what is longer is shown by its beginning and end.
    report: a report that is shown whole; a browser lays out some hundred thousand at ease and ten million
        not at all.
    around: around a cited place of a longer one, on each side.
    summary: of a summary.
    address: of an address; browsers and servers take no longer ones for sure.
    columns: reports up to which each has a column in the table of who carries what.
    passages: shared passages of one origin that are quoted.
    signs: code points named of a run of tag characters.
    variant: words of a reading in the heading of a difference; longer ones are cut in their middle.
    title: a title; fields that hold a whole text by mistake would fill the page.
    title_words: words that a title has before the name of its outlet is taken off it.
    numbers: rows of numbers by what they count.
    fact: words that answer a question, in a cell of its table.
    names: rows of who is who.
    role_words: words of what a report calls somebody; longer ones were read across another name.
    name: a name of an outlet.
    listed: names in a row; more are counted.
    sarif_words: words in a message of SARIF.
    terminal: columns of a line on the terminal; longer ones are hard to read.
    terminal_found: a found quotation on the terminal.
    terminal_passage: a passage on the terminal.
    terminal_matches: passages of one quotation on the terminal.
    text_quotation: a quotation in its line of plain text.
    line_words: words in a line about a change.
    line_passage: a whole passage in such a line.
    differences: differences on the terminal of a story that is shown alone, so that its summary fits a
        screen.
    differences_of_many: the same of each of the first stories, when there are several.
    sides: sides of a difference on the terminal.
    shared: texts on the terminal that several reports carry.
    same_text: share of a report from which on it is said to carry the same text as another; one that is made
        of it by less shares a passage. Editors call copy what they print nearly whole.
    stories_in_full: stories on the terminal with their differences.
    stories_listed: stories on the terminal, in a line each.
    quoted: a sentence around the words on the terminal.
    changed_stories: merged and split stories on the terminal; the state has them all.
    rejects: rejects on the terminal; the file has them all.
    beside_place: words on either side of a place that differs, so that a lost word can be seen to be
        lost.
    value_words: words of the value of a side before its middle is left out.
    left_out: a line that is told to be left out of a page.
    record_kinds: kinds of records that are told to be left out of a web archive.
    exception: a foreign exception; some quote a whole text.
    redrawn: seconds between two pictures of the bars.
    by_hand: reports up to which somebody may have gathered those of one event by hand, and is told what
        was grouped apart.
    frame_rows: rows of a table in a notebook.
    frame_cell: a cell of it.
    """

    cited: int = 12
    few_names: int = 2
    cell: int = 32_000
    faulty_articles: int = 5
    faults: int = 20
    packed_characters: int = 500_000
    packed_readings: int = 2_000
    omitted: int = 140
    neighbours: int = 80
    context: int = 160
    evidence: int = 500
    report: int = 300_000
    around: int = 2_000
    summary: int = 1_000
    address: int = 8_000
    columns: int = 24
    passages: int = 3
    signs: int = 3
    variant: int = 100
    title: int = 300
    title_words: int = 3
    numbers: int = 40
    fact: int = 60
    names: int = 60
    role_words: int = 4
    name: int = 120
    listed: int = 12
    sarif_words: int = 120
    terminal: int = 100
    terminal_found: int = 64
    terminal_passage: int = 400
    terminal_matches: int = 3
    text_quotation: int = 80
    line_words: int = 60
    line_passage: int = 160
    differences: int = 5
    differences_of_many: int = 2
    sides: int = 3
    shared: int = 3
    same_text: float = 0.9
    stories_in_full: int = 3
    stories_listed: int = 12
    quoted: int = 150
    changed_stories: int = 10
    rejects: int = 5
    beside_place: int = 2
    value_words: int = 16
    left_out: int = 60
    record_kinds: int = 4
    exception: int = 300
    redrawn: float = 0.1
    by_hand: int = 30
    frame_rows: int = 20
    frame_cell: int = 120


SHOWN = ShownSettings()
