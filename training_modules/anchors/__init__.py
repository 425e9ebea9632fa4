"""What courses rest on: source cards bound to clauses of the library, and what became of these since."""
