"""What a desk keeps: captures, articles, versions, layers and decisions. ``base`` says what a store does."""
