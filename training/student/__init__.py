"""A smaller network that says what a larger one said: cut down, then taught by it on much more text."""
