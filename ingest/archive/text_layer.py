"""Unseen text over a page: every word where it stands, never painted.

The font has one glyph, a plain box. Codes are given out as characters are met and mapped back to Unicode, so
that Vietnamese copies and searches exactly as it was read, at about one kilobyte a document.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream

from ocr.page import Box, Line, PageText, Word

FONT_NAME = Name("/VanthuUnseen")
ADVANCE = 0.5
"""Width of every glyph, in ems."""
DESCENT = 0.2
"""Share of a word's box that lies below its baseline."""

_BASE_FONT = Name.VanthuUnseen
_GLYPH = b"\0\1"
_UNSEEN = 3
_CODES_PER_BLOCK = 100

_Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage

# Made with fontTools: .notdef, and one glyph that fills its em box (500 units wide, from -200 to 800). Never
# painted, but not empty either: Chromium's reader drops words of empty glyphs on pages lying sideways.
_FONT_FILE = zlib.decompress(
    base64.b85decode(
        "c-muNWME)mV{l+#Vo*rWsZ3+eWBdUW$pK=ijMT)GL~dsbAbSH4n`Hn6Sj8Cifb0)ItdfyiQo;Cz0R&!vOv%YlPGsN(^H+fQx"
        "rr483@kv?85lZ%Sb+g(*MAGfFU$%I%nS^of{KESUrsQ;_#*+*0dfZuP&Ff1KNABszzbCe#0hM@QStmXUm2L0UtlVP+QI;|2W"
        "k@3onXDp3jZx&B0!Q6O*10^n*t-R"
    )
)


class TextLayer:
    """One font for the whole document; `lay` each page, then `finish`."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._codes: dict[str, int] = {}
        self._font = pdf.make_indirect(Dictionary(Type=Name.Font))

    def lay(self, page: pikepdf.Page, text: PageText) -> None:
        """Turn the page upright for good and lay its words over it."""
        page.rotate(text.rotation, relative=True)
        _drop_unseen(self._pdf, page)
        words = [item for line in text.lines for item in _with_blanks(line)]
        if not words:
            return
        place = _Place(page)
        content = b"\n".join(self._show(place, word, blank) for word, blank in words)
        page.add_resource(self._font, Name.Font, FONT_NAME, replace_existing=True)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\nq BT %d Tr\n%s\nET Q\n" % (_UNSEEN, content))

    def finish(self) -> None:
        """Write the font with the characters that were met."""
        if not self._codes:
            return
        pdf = self._pdf
        codes = len(self._codes) + 1
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=_BASE_FONT,
            Flags=4,
            FontBBox=Array([0, -200, 500, 800]),
            ItalicAngle=0,
            Ascent=800,
            Descent=-200,
            CapHeight=800,
            StemV=80,
            FontFile2=pdf.make_indirect(Stream(pdf, _FONT_FILE)),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=_BASE_FONT,
            CIDSystemInfo=Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=int(ADVANCE * 1000),
            CIDToGIDMap=pdf.make_indirect(Stream(pdf, b"\0\0" + _GLYPH * (codes - 1))),
        )
        self._font.Subtype = Name.Type0
        self._font.BaseFont = _BASE_FONT
        self._font.Encoding = Name("/Identity-H")
        self._font.DescendantFonts = Array([pdf.make_indirect(descendant)])
        self._font.ToUnicode = pdf.make_indirect(Stream(pdf, self._to_unicode()))

    def _show(self, place: _Place, word: Word, blank: str) -> bytes:
        shown = word.text + blank
        codes = b"".join(self._code(char).to_bytes(2, "big") for char in shown)
        left, top, right, bottom = word.box
        across, up = place.length(right - left, 0), place.length(0, bottom - top)
        size = max(up, 0.1)
        stretch = 100 * across / (ADVANCE * size * max(1, len(word.text)))
        x, y = place.point(left, bottom - (bottom - top) * DESCENT)
        a, b, c, d = place.turn
        matrix = b"%d %d %d %d %.2f %.2f Tm" % (a, b, c, d, x, y)
        return b"%s %.2f Tf %.2f Tz %s <%s> Tj" % (
            bytes(FONT_NAME),
            size,
            max(stretch, 0.1),
            matrix,
            codes.hex().encode(),
        )

    def _code(self, char: str) -> int:
        return self._codes.setdefault(char, len(self._codes) + 1)

    def _to_unicode(self) -> bytes:
        pairs = [f"<{code:04X}> <{char.encode('utf-16-be').hex()}>" for char, code in self._codes.items()]
        blocks = [pairs[at : at + _CODES_PER_BLOCK] for at in range(0, len(pairs), _CODES_PER_BLOCK)]
        maps = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{maps}\n"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode()


class _Place:
    """From fractions of the page as displayed to the page's own coordinates, whatever way it is turned."""

    def __init__(self, page: pikepdf.Page) -> None:
        x0, y0, x1, y1 = (float(edge) for edge in page.cropbox)
        self._left, self._bottom = min(x0, x1), min(y0, y1)
        self._width, self._height = abs(x1 - x0), abs(y1 - y0)
        self._rotation = int(page.rotation) % 360

    @property
    def turn(self) -> tuple[int, int, int, int]:
        """The text matrix that makes text run along the displayed page's lines."""
        return {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[self._rotation]

    def point(self, across: float, down: float) -> tuple[float, float]:
        x, y = {
            0: (across, 1 - down),
            90: (down, across),
            180: (1 - across, down),
            270: (1 - down, 1 - across),
        }[self._rotation]
        return self._left + x * self._width, self._bottom + y * self._height

    def length(self, across: float, down: float) -> float:
        wide, high = self._width, self._height
        if self._rotation % 180:
            wide, high = high, wide
        return across * wide + down * high


def _with_blanks(line: Line) -> Iterator[tuple[Word, str]]:
    """Words that can be placed, each but the last of its line followed by a blank."""
    words = [word for word in line.words if word.text and _has_area(word.box)]
    for word in words:
        yield word, "" if word is words[-1] else " "


def _has_area(box: Box) -> bool:
    return box[2] > box[0] and box[3] > box[1]


def _drop_unseen(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Remove an older unseen text layer that was not trusted: a page is not to say two things."""
    if "/Font" not in page.resources:
        return
    kept: list[_Instruction] = []
    block: list[_Instruction] = []
    mode, inside, dropped, shown = 0, False, False, False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "Tr":
            mode = int(instruction.operands[0])
        if operator == "BT":
            inside, block, shown = True, [], False
        shown = shown or (operator in {"Tj", "TJ", "'", '"'} and mode != _UNSEEN)
        (block if inside else kept).append(instruction)
        if operator == "ET":
            inside = False
            if shown:
                kept += block
            else:
                dropped = True
                # The mode outlives its block; what follows must find it as it was.
                kept.append(pikepdf.ContentStreamInstruction([mode], Operator("Tr")))
    if dropped:
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
