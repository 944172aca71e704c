"""Quotations of several reports that render one utterance."""
