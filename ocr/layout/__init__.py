"""Where words stand makes lines, columns, letterheads and footers."""

from ocr.layout.lines import around, continues, gap, insert, make_line, same_row
from ocr.layout.order import arrange

__all__ = ["around", "arrange", "continues", "gap", "insert", "make_line", "same_row"]
