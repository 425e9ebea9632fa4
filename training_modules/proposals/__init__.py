"""Questions proposed from the library: made by rule from a clause, checked, and nothing without a person."""
