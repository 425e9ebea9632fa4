"""Vietnamese text in the codes of fonts from before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times)."""

from ocr.legacy.convert import Code, code_of_font, guess, is_capital_font, to_unicode

__all__ = ["Code", "code_of_font", "guess", "is_capital_font", "to_unicode"]
