"""What keeps a PDF from being a PDF/A: the clauses of ISO 19005 that a file can break, looked up one by one.

The claim is made only where nothing is found. Visible fonts of others count as a fault unless they are known
to be sound, since widths and glyphs would have to be compared one by one.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from ingest.archive.form import ArchiveForm

_COLOURS = {"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB", "/ICCBased", "/Lab", "/Pattern"}
_FORBIDDEN_FILTERS = {"/Crypt"}
"""LZW is forbidden too, but saving turns it into Flate."""
_STATE_KEYS = {
    *("/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/FL", "/SA", "/AIS", "/TK"),
    *("/BM", "/SMask", "/CA", "/ca"),
}
_BLEND_MODES = {"/Normal", "/Compatible"}
_SETS_INK = {"k", "K", "BI", "INLINE IMAGE"}
"""CMYK, and pictures inside the page's own stream, which are not looked at."""
_SETS_COLOUR = {"rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh", "BI", "INLINE IMAGE"}
_MAX_DEPTH = 12


def faults(pdf: pikepdf.Pdf, form: ArchiveForm, *, sound_fonts: bool = False) -> list[str]:
    """What is in the way, as short names; empty if nothing is. `sound_fonts`: visible fonts are our own."""
    return sorted(set(_Look(pdf, form, sound_fonts=sound_fonts).all()))


def only_grey(pdf: pikepdf.Pdf) -> bool:
    """Whether every page is nothing but pictures in black and white or grey, drawn with no colour set."""
    return all(_grey_page(page) for page in pdf.pages)


def _grey_page(page: pikepdf.Page) -> bool:
    resources = page.resources
    if any(len(resources.get(key, Dictionary())) for key in ("/ColorSpace", "/Shading", "/Pattern")):
        return False
    for item in _values(resources.get("/XObject")):
        if item.get("/Subtype") != Name.Image or item.get("/ImageMask", False) or "/SMask" in item:
            return False
        if item.get("/ColorSpace") not in (Name.DeviceGray, Name.CalGray):
            return False
    return not any(str(step.operator) in _SETS_COLOUR for step in pikepdf.parse_content_stream(page))


class _Look:
    def __init__(self, pdf: pikepdf.Pdf, form: ArchiveForm, *, sound_fonts: bool) -> None:
        self._pdf = pdf
        self._first = form is ArchiveForm.A1B
        self._sound_fonts = sound_fonts
        self._seen: set[tuple[int, int]] = set()

    def all(self) -> Iterator[str]:
        root = self._pdf.Root
        for key in ("/OpenAction", "/AA", "/AcroForm", "/Perms", "/Collection", "/Requirements"):
            if key in root:
                yield f"catalogue {key}"
        names = root.get("/Names", Dictionary())
        for key in ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations"):
            if key in names:
                yield f"names {key}"
        if "/OCProperties" in root:
            yield "layers"
        for page in self._pdf.pages:
            yield from self._page(page)

    def _page(self, page: pikepdf.Page) -> Iterator[str]:
        for key in ("/AA", "/PresSteps"):
            if key in page:
                yield f"page {key}"
        for note in _array(page.get("/Annots")):
            yield from self._note(note)
        if any(str(step.operator) in _SETS_INK for step in pikepdf.parse_content_stream(page)):
            yield "colour"
        yield from self._group(page.obj)
        yield from self._resources(page.resources, 0)

    def _note(self, note: pikepdf.Object) -> Iterator[str]:
        """Links only, shown and printed, that lead to a place or an address."""
        action = note.get("/A", Dictionary())
        if note.get("/Subtype") != Name.Link or "/AA" in note:
            yield "annotation"
        elif action.get("/S", Name.GoTo) not in (Name.GoTo, Name.URI):
            yield "action"
        elif int(note.get("/F", 0)) & 0b100111 != 0b100:
            yield "annotation flags"

    def _group(self, holder: pikepdf.Object) -> Iterator[str]:
        group = holder.get("/Group")
        if group is None or group.get("/S") != Name.Transparency:
            return
        if self._first:
            yield "transparency"
        elif "/CS" in group and not _plain_colour(group.get("/CS")):
            yield "colour"

    def _resources(self, resources: pikepdf.Object | None, depth: int) -> Iterator[str]:
        if not isinstance(resources, Dictionary):
            return
        if depth > _MAX_DEPTH:
            yield "nesting"
            return
        for font in _values(resources.get("/Font")):
            yield from self._font(font)
        for state in _values(resources.get("/ExtGState")):
            yield from self._state(state)
        for space in _values(resources.get("/ColorSpace")):
            if not _plain_colour(space):
                yield "colour"
        if len(resources.get("/Shading", Dictionary())) or len(resources.get("/Pattern", Dictionary())):
            yield "pattern"
        for item in _values(resources.get("/XObject")):
            if item.is_indirect:
                if item.objgen in self._seen:
                    continue
                self._seen.add(item.objgen)
            yield from self._item(item, depth)

    def _item(self, item: pikepdf.Object, depth: int) -> Iterator[str]:
        if any(key in item for key in ("/OPI", "/PS", "/Ref", "/OC")):
            yield "external object"
        kind = item.get("/Subtype")
        if kind == Name.Image:
            yield from self._image(item)
        elif kind == Name.Form:
            yield from self._group(item)
            yield from self._resources(item.get("/Resources"), depth + 1)
        else:
            yield "external object"

    def _image(self, image: pikepdf.Object) -> Iterator[str]:
        filters = image.get("/Filter", Array())
        used = {str(filters)} if isinstance(filters, Name) else {str(name) for name in filters}
        if used & _FORBIDDEN_FILTERS:
            yield "filter"
        if "/JPXDecode" in used:  # its colour boxes would have to be looked at
            yield "JPEG 2000"
        if "/Alternates" in image or image.get("/Interpolate", False):
            yield "image"
        mask = image.get("/SMask")
        if mask is not None and mask != Name("/None"):
            if self._first:
                yield "transparency"
            else:
                yield from self._image(mask)
        if int(image.get("/SMaskInData", 0)):
            yield "transparency"
        if int(image.get("/BitsPerComponent", 1)) > (8 if self._first else 16):
            yield "bits"
        if not image.get("/ImageMask", False) and not _plain_colour(image.get("/ColorSpace")):
            yield "colour"

    def _state(self, state: pikepdf.Object) -> Iterator[str]:
        if set(state.keys()) - _STATE_KEYS:
            yield "graphics state"
        mode = state.get("/BM", Name.Normal)
        if str(mode) not in _BLEND_MODES or state.get("/SMask", Name("/None")) != Name("/None"):
            yield "transparency"
        if self._first and any(float(state.get(key, 1)) != 1 for key in ("/CA", "/ca")):
            yield "transparency"

    def _font(self, font: pikepdf.Object) -> Iterator[str]:
        below = font.get("/DescendantFonts")
        described = (below[0] if below is not None else font).get("/FontDescriptor", Dictionary())
        if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield "font not embedded"
        if not self._first and "/ToUnicode" not in font:
            yield "font without Unicode"
        if not self._sound_fonts and not str(font.get("/BaseFont", "")).endswith("/VanthuUnseen"):
            yield "font of others"


def _plain_colour(space: pikepdf.Object | None) -> bool:
    """Grey or RGB, whose meaning the output intent gives, or a colour that says itself what it is."""
    if space is None:
        return False
    if isinstance(space, Name):
        return str(space) in _COLOURS
    family = str(space[0])
    if family in {"/Indexed", "/Pattern"}:
        return len(space) > 1 and _plain_colour(space[1])
    return family in _COLOURS and not (family == "/ICCBased" and int(space[1].get("/N", 0)) == 4)


def _values(holder: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
    if isinstance(holder, Dictionary):
        yield from (value for _name, value in holder.items())


def _array(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    return list(value) if isinstance(value, Array) else []
