"""Who must learn what, by when, and how far they are: for organisers, and for each about themselves."""
