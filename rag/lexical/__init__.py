"""Lexical search: syllables and their pairs as sparse vectors, weighted on our side."""
