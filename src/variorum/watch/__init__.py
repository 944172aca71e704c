"""Watching: what goes over the network; see ``hooks``."""
