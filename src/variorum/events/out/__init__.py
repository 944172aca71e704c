"""Forms that events are told in."""
