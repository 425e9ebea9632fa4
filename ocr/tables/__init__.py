"""Ruled tables: where their cells are, which words stand in them, and which go on from the page before."""

from ocr.tables.assign import parted, with_tables
from ocr.tables.pages import joined_over_pages
from ocr.tables.rules import Grid, find_grids

__all__ = ["Grid", "find_grids", "joined_over_pages", "parted", "with_tables"]
