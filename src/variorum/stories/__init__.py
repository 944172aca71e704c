"""Corpus scope: which articles report the same event."""
