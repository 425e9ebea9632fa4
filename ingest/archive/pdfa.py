"""What makes a PDF a PDF/A-2u: its metadata, its colours, and what it may not contain."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import ImageCms

PART, CONFORMANCE = "2", "U"

_COLOURS = {"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB", "/ICCBased", "/Lab"}
_ACTIVE = ("/OpenAction", "/AA", "/AcroForm", "/JavaScript")
_DATE_OF_PROFILE = slice(24, 36)


def declare(pdf: pikepdf.Pdf, *, conforming: bool) -> None:
    """Colour profile and metadata; the claim to PDF/A only where it is true."""
    for key in ("/OpenAction", "/AA"):
        if key in pdf.Root:
            del pdf.Root[key]
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdf:Producer"] = "vanthu"
        for key in ("pdfaid:part", "pdfaid:conformance"):
            if key in metadata:
                del metadata[key]
        if conforming:
            metadata["pdfaid:part"] = PART
            metadata["pdfaid:conformance"] = CONFORMANCE
    if not conforming:
        return
    # Every entry of the old dictionary would have to agree with the metadata; it is optional, so it goes.
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    profile = Stream(pdf, _srgb())
    profile.N = 3
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=pikepdf.String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )


def is_plain_scan(pdf: pikepdf.Pdf) -> bool:
    """Whether the file is nothing but pictures of pages, in colours PDF/A-2 can keep as they are."""
    names = pdf.Root.get("/Names", Dictionary())
    if any(key in pdf.Root for key in _ACTIVE) or any(
        key in names for key in ("/JavaScript", "/EmbeddedFiles")
    ):
        return False
    return all(_plain_page(page) for page in pdf.pages)


def _plain_page(page: pikepdf.Page) -> bool:
    if any(key in page for key in ("/Annots", "/AA", "/Group")):
        return False
    resources = page.get("/Resources", Dictionary())
    if any(len(resources.get(key, Dictionary())) for key in ("/Font", "/Pattern", "/Shading", "/ExtGState")):
        return False
    return all(_plain_image(image) for image in _objects(resources))


def _objects(resources: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield from (item for _name, item in resources.get("/XObject", Dictionary()).items())


def _plain_image(image: pikepdf.Object) -> bool:
    if image.get("/Subtype") != Name.Image or any(key in image for key in ("/SMask", "/Alternates", "/OPI")):
        return False
    if image.get("/Interpolate", False):
        return False
    filters = image.get("/Filter", Array())
    used = {str(filters)} if isinstance(filters, Name) else {str(name) for name in filters}
    if used & {"/JPXDecode", "/LZWDecode"}:
        return False
    return bool(image.get("/ImageMask", False)) or _plain_colour(image.get("/ColorSpace"))


def _plain_colour(space: pikepdf.Object | None) -> bool:
    if space is None:
        return False
    if isinstance(space, Name):
        return str(space) in _COLOURS
    family = str(space[0])
    if family == "/Indexed":
        return _plain_colour(space[1])
    return family in _COLOURS and not (family == "/ICCBased" and int(space[1].get("/N", 0)) == 4)


def _srgb() -> bytes:
    """Little CMS's own sRGB profile (free of rights), without the moment it was made."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_DATE_OF_PROFILE] = bytes.fromhex("07E8 0001 0001 0000 0000 0000".replace(" ", ""))
    return bytes(profile)
