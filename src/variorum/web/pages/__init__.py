"""The handlers of the pages: each gathers what a template prints; the templates decide nothing."""
