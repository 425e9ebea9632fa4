"""Which reading of a word counts: two engines' readings, word by word, weighed by statistics of official text."""
