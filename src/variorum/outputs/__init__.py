"""Collations to files, one file an output."""
