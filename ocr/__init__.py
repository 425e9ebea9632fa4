"""A page image in, text with word boxes and confidence out."""
