"""Figures and days of different reports that answer one question, found by what stands around them."""
