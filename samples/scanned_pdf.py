"""Scanned pages bound into a PDF, as a scanner writes it: pictures only, no text."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from samples.scanner import DPI, encode

_COLOUR_SPACE = {"colour": Name.DeviceRGB, "gray": Name.DeviceGray, "bitonal": Name.DeviceGray}


def bind(pictures: Sequence[Image.Image]) -> bytes:
    pdf = pikepdf.new()
    pdf.docinfo["/Title"] = "Văn bản mẫu"
    for picture in pictures:
        data, mode = encode(picture)
        width, height = picture.width * 72 / DPI, picture.height * 72 / DPI
        image = pdf.make_stream(
            data,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=picture.width,
            Height=picture.height,
            ColorSpace=_COLOUR_SPACE[mode],
            BitsPerComponent=1 if mode == "bitonal" else 8,
            Filter=Name.CCITTFaxDecode if mode == "bitonal" else Name.DCTDecode,
        )
        if mode == "bitonal":
            image.DecodeParms = Dictionary(K=-1, Columns=picture.width, Rows=picture.height, BlackIs1=True)
        page = pdf.add_blank_page(page_size=(width, height))
        page.Resources = Dictionary(XObject=Dictionary(Im0=image))
        page.Contents = pdf.make_stream(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do Q".encode())
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
