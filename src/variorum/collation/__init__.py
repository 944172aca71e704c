"""Story scope: readings of an utterance, their variants, discrepancies, coverage."""
