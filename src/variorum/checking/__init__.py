"""The check: the quotations of a draft against what was printed. ``docs/check.md`` is its contract."""
