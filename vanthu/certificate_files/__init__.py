"""A certificate as files: a page to print, and a badge that other systems verify (Open Badges 3.0)."""
