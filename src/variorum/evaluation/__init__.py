"""How good what was found is, on a sample that people read: drawing, judging, figures with intervals.

``sampling`` draws quotations or articles, ``sheets`` writes and reads the table that a person fills in,
``judged`` makes figures of it, ``matching`` and ``scored`` compare what was found with what was labelled,
``intervals`` and ``agreement`` are the arithmetic.
"""
