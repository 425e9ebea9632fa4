"""The review desk: what is doubtful waits in a queue; words and fields are corrected, and every step is kept."""
