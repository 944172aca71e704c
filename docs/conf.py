"""Sphinx settings of the docs site."""

import re

from variorum import __version__

project = "Variorum"
author = "The Variorum developers"
copyright = "The Variorum developers, Apache-2.0"  # noqa: A001 - the name Sphinx asks for
release = version = __version__
extensions = ["myst_nb", "sphinx.ext.autodoc"]
# The notebook is run anew, and a cell that fails fails the build.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True
exclude_patterns = ["_build", "jupyter_execute"]  # the notebook as it was run lies beside _build
html_theme = "furo"
html_title = "Variorum"
myst_heading_anchors = 3
autodoc_member_order = "bysource"


_FIELD = re.compile(r"^(?P<names>[a-z_]+(?:, [a-z_]+)*): (?P<text>.*)$")


def _fields_as_lists(app, what, name, obj, options, lines):
    """Turn the house's ``name: what it is`` lines of docstrings into lists that Sphinx can set."""
    out = []
    for line in lines:
        field = _FIELD.match(line)
        if field:
            if out and out[-1] and not out[-1].startswith(("- ", "  ")):
                out.append("")
            names = ", ".join(f"``{part}``" for part in field["names"].split(", "))
            out.append(f"- {names}: {field['text']}")
        elif line.startswith("    ") and out and out[-1].startswith(("- ", "  ")):
            out.append("  " + line.strip())
        else:
            if line.strip() and out and out[-1].startswith(("- ", "  ")):
                out.append("")
            out.append(line)
    lines[:] = out


def setup(app):
    """Register the hook."""
    app.connect("autodoc-process-docstring", _fields_as_lists)
