"""Pictures: what the camera, the scanner or a person wrote into the file beside the pixels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

from ingest.beneath import Part, Written
from ocr.errors import ImageDamaged

_DIRECTORIES = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)


def image_parts(path: Path) -> Iterator[Part]:
    try:
        with Image.open(path, formats=("PNG", "JPEG", "TIFF")) as image:
            values = [*image.info.values(), *_exif(image)]
    except Image.DecompressionBombError:
        return  # told by the size check, in words
    except (OSError, SyntaxError, ValueError, TypeError):
        raise ImageDamaged from None
    for value in values:
        for text in _texts(value):
            yield Written(text, short=True)


def _exif(image: Image.Image) -> list[Any]:
    exif = image.getexif()
    return [*exif.values(), *(value for part in _DIRECTORIES for value in exif.get_ifd(part).values())]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "ignore")
        yield value.decode("utf-16-le", "ignore")  # Windows' XPTitle, XPComment
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)
