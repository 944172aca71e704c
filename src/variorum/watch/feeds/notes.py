"""What was odd in a feed but could be read: a sentence each, with how often it was met."""

from __future__ import annotations

from collections import Counter


class Notes:
    """Sentences about one feed. The same one again is counted.

    fault: where it is first no well-formed XML; None where it is.
    """

    def __init__(self) -> None:
        self.fault: str | None = None
        self._told: Counter[str] = Counter()

    def add(self, sentence: str) -> None:
        """Note ``sentence``, which ends without a full stop."""
        self._told[sentence] += 1

    def sentences(self) -> tuple[str, ...]:
        """Return what was noted, in the order in which it was met first."""
        return tuple(f"{told} ({count} times)" if count > 1 else told for told, count in self._told.items())
