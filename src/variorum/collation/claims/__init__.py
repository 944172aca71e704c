"""What reports state, and which statements answer the same question."""
