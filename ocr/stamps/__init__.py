"""Secrecy stamps in a page's picture: TUYỆT MẬT, TỐI MẬT, MẬT, wherever they stand and however turned."""

from ocr.stamps.find import Stamp, find_stamps

__all__ = ["Stamp", "find_stamps"]
