"""Quotations with cue and source: by rules, and joined with the network's reading."""
