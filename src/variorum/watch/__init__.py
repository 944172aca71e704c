"""Watching feeds: polled in rounds, pages captured, grouped, collated, events told; kept in a store."""
