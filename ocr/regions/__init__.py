"""What stands on a page and is no running text: seals, received stamps, signers' banners, handwriting."""

from ocr.regions.find import set_apart
from ocr.regions.hand import with_handwriting
from ocr.regions.seals import find_seals

__all__ = ["find_seals", "set_apart", "with_handwriting"]
