"""Views of text: offsets, normalisation, tokens, sentences, quotation marks, shingles."""
