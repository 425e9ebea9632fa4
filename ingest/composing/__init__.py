"""Page work: new documents put together from pages of stored ones, which are kept and withdrawn."""
