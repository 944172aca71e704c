"""English: its words in the data files of this folder, and what only code can tell."""
