"""Sphinx settings of the docs site."""

from variorum import __version__

project = "Variorum"
author = "The Variorum developers"
copyright = "The Variorum developers, Apache-2.0"  # noqa: A001 - the name Sphinx asks for
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Variorum"
html_static_path = ["_static"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
