"""Results of a check as text: ``text`` a line each, ``terminal``, ``html``, ``json``, ``sarif``."""
