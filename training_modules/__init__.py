"""Courses, question bank, attempts, review cards and certificates."""
