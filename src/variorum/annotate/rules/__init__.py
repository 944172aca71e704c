"""The parts of the rule-based extractor of quotations.

``items`` cuts a paragraph into units of words and quoted regions, ``cues`` knows the cue words (data),
``phrases`` finds noun phrases and ends of clauses without a parser, ``attributions`` reads one unit.
"""
