"""Which reading of a word counts: two engines' readings weighed by statistics of official text."""
