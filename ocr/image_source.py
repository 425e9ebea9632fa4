"""PNG, JPEG and TIFF files as pages; a TIFF frame is a page."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from ocr.decision import Decision
from ocr.errors import ImageDamaged, ImageTooLarge, TooManyPages
from ocr.limits import SourceLimits
from ocr.page import PageText
from ocr.raster import A4_LONG_SIDE_IN, flat, grey, ink_mask, is_blank
from ocr.source import SourceKind

_FORMATS = ("PNG", "JPEG", "TIFF")
_SANE_DPI = (70, 1300)
_OBLONG = (1.2, 2.5)
"""How much finer one way than the other a scan is; 2.08 in the standard mode of faxes."""
_SANE_LONG_SIDE_IN = (5.0, 50.0)
_DEFAULTS = (72, 96)
"""What software writes when it does not know."""
_NO_SCREEN = 110
"""Dots to the inch of an A4 sheet from which such a claim is not believed."""
_SWAPPING_ORIENTATIONS = {5, 6, 7, 8}
_ORIENTATION_TAG = 274


def _refused_pixels(error: Image.DecompressionBombError) -> int:
    """How large the image is that Pillow would not open; it says so only in words."""
    said = re.search(r"\((\d+) pixels\)", str(error))
    return int(said[1]) if said else 2 * (Image.MAX_IMAGE_PIXELS or 0)


class ImageSource:
    kind: SourceKind = "image"

    def __init__(self, path: Path, limits: SourceLimits) -> None:
        self._limits = limits
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                self._file = Image.open(path, formats=_FORMATS)
        except Image.DecompressionBombError as error:
            raise ImageTooLarge(pixels=_refused_pixels(error), limit=limits.max_pixels) from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise ImageDamaged from error
        self._check_size()
        self.page_count = self._count_frames()

    def _count_frames(self) -> int:
        """Frames are counted one by one and no further than the limit: a chain of directories may loop."""
        frames = 1
        try:
            while self._file.format == "TIFF":
                self._file.seek(frames)
                frames += 1
                if frames > self._limits.max_pages:
                    self._file.close()
                    raise TooManyPages(pages=frames, limit=self._limits.max_pages)
        except EOFError:
            pass
        except (OSError, SyntaxError, ValueError, KeyError) as error:
            raise ImageDamaged from error
        return frames

    def _check_size(self) -> None:
        pixels = self._file.width * self._file.height
        if pixels > self._limits.max_pixels:
            self._file.close()
            raise ImageTooLarge(pixels=pixels, limit=self._limits.max_pixels)

    def page(self, number: int) -> ImagePage:
        if not 1 <= number <= self.page_count:
            raise IndexError(number)
        return ImagePage(number, self._upright(number))

    def _upright(self, number: int) -> Image.Image:
        """The decoded frame, turned as its orientation tag says."""
        try:
            if self.page_count > 1:
                self._file.seek(number - 1)
                self._check_size()
            tag = self._file.getexif().get(_ORIENTATION_TAG, 1)
            size = self._file.size
            dpi = self._file.info.get("dpi")
            self._file.load()
            frame: Image.Image = self._file.copy()
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise ImageDamaged from error
        # The TIFF reader may have applied the tag already; a swap of sides tells.
        swapped = tag in _SWAPPING_ORIENTATIONS and size[0] != size[1] and frame.size == size[::-1]
        turned = frame if swapped or tag == 1 else ImageOps.exif_transpose(frame)
        result = flat(turned)
        return _with_square_pixels(result, dpi if turned is frame and not swapped else None, dpi)

    def close(self) -> None:
        self._file.close()


class ImagePage:
    def __init__(self, number: int, upright: Image.Image) -> None:
        self.number = number
        self._image = upright
        self.native_dpi = _dpi_of(upright)

    @property
    def decision(self) -> Decision:
        return "blank" if is_blank(ink_mask(grey(self._image))) else "scan"

    def image(self, dpi: int | None = None) -> Image.Image:
        if dpi is None or dpi == self.native_dpi:
            return self._image
        factor = dpi / self.native_dpi
        size = (max(1, round(self._image.width * factor)), max(1, round(self._image.height * factor)))
        return self._image.resize(size, Image.Resampling.LANCZOS)

    @property
    def is_ruled(self) -> bool:
        return False  # asked of text layers only

    @property
    def layer_in_doubt(self) -> bool:
        return False

    def text_layer(self) -> PageText:
        raise ValueError("an image file has no text layer")


def _with_square_pixels(image: Image.Image, apart: tuple[float, float] | None, dpi: object) -> Image.Image:
    """A fax is twice as fine across as down (204 by 98): brought to the finer of the two.

    `apart`: the file's resolutions, where they are known to be those of the image's own sides.
    """
    result, told = image, dpi
    if apart and min(apart) >= _SANE_DPI[0] and max(apart) <= _SANE_DPI[1]:
        across, down = (float(side) for side in apart)
        fine = max(across, down)
        if _OBLONG[0] < fine / min(across, down) <= _OBLONG[1]:
            size = (round(image.width * fine / across), round(image.height * fine / down))
            grey = image.convert("L") if image.mode == "1" else image
            result, told = grey.resize(size, Image.Resampling.BICUBIC), (fine, fine)
    result.info = {"dpi": told} if told else {}
    return result


def _dpi_of(image: Image.Image) -> int:
    """Resolution by the file's word if it makes a page of sane size, else as if the page were A4."""
    long_side = max(image.size)
    told = image.info.get("dpi")
    if told:
        dpi = float(told[0])
        low, high = _SANE_LONG_SIDE_IN
        by_default = round(dpi) in _DEFAULTS and long_side / A4_LONG_SIDE_IN > _NO_SCREEN
        if _SANE_DPI[0] <= dpi <= _SANE_DPI[1] and not by_default and low <= long_side / dpi <= high:
            return round(dpi)
    return max(1, round(long_side / A4_LONG_SIDE_IN))
