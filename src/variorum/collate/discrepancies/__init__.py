"""Kinds of discrepancy, one file a kind."""
