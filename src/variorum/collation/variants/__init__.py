"""Where the readings of an utterance differ, typed and graded."""
