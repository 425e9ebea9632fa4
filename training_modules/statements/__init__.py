"""What learners did, as xAPI 1.0.3 statements: kept here for ever, sent on to a record store."""
