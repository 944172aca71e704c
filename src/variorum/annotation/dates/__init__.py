"""Dates in news English, and the day a report gives itself."""
