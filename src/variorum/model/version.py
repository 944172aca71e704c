"""The version of the records that Variorum writes, not of the program."""

SCHEMA_VERSION = "1.2"
"""Grows behind the point when a field is added, before it when one is gone or means something else."""
