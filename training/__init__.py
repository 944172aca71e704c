"""How the shipped weights were made: ``python -m training --help``, and training/README.md."""
