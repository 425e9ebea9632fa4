"""Near duplicates: the same number, day and body, or much the same text."""
