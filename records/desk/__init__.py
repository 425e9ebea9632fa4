"""The review desk: what is in doubt waits in a queue; words and fields are corrected; each step is kept."""
