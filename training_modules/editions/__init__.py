"""Editions of courses: drafts, what was published and never changes, what is no longer offered."""
