"""What changed between two versions of one page, in kinds that a reader cares about."""
