"""Numbers, amounts, shares, ages, measures and scores."""
