"""Putting the best of what was found into a better order, by reading question and passage side by side."""
