"""Uploaded bytes to a catalogued, indexed document, durably."""
