"""Paragraphs, sentences, and what stands around a report."""
