"""What must be known of a language, a folder each: ``en/`` is English. See ``language.language``."""
