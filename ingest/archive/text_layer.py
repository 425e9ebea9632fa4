"""Unseen text over a page: every word where it stands, never painted.

The font has one glyph, a plain box, and maps every code back to Unicode, so that Vietnamese copies and
searches exactly as it was read.
"""

from __future__ import annotations

import base64
import unicodedata
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream

from ocr.page import Box, Line, PageText, Word
from vanthu.text import nfc

FONT_NAME = Name("/VanthuUnseen")
ADVANCE = 0.5
"""Width of every glyph, in ems."""
_UNITS = 4
"""Places are written in quarters of a point, heights in halves: less than a pixel at 200 dpi, and a third of
the bytes that hundredths take."""
DESCENT = 0.2
"""Share of a word's box that lies below its baseline."""

_NEVER = {"\0", "\ufeff", "\ufffe", "\uffff"}
_BASE_FONT = Name.VanthuUnseen
_GLYPH = b"\0\1"
_UNSEEN = 3
_SHOWS = {"Tj", "TJ", "'", '"'}
_CODES_PER_BLOCK = 100
_FIRST, _FIRST_BEYOND = 0x20, 0xD800

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
        self._met: set[str] = set()
        self._beyond: dict[str, int] = {}
        """Codes of characters that are not their own code."""
        self._font = pdf.make_indirect(Dictionary(Type=Name.Font))

    def lay(self, page: pikepdf.Page, text: PageText) -> None:
        """Lay its words over a page that stands upright."""
        words = [item for line in text.lines for item in _with_blanks(line)]
        if not words:
            return
        shown = _Shown(_Place(page), self._code)
        content = b"\n".join(shown.word(word, blank) for word, blank in words)
        page.add_resource(self._font, Name.Font, FONT_NAME, replace_existing=True)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\nq BT %d Tr %s\n%s\nET Q\n" % (_UNSEEN, shown.start, content))

    def finish(self) -> None:
        """Write the font with the characters that were met."""
        if not self._met:
            return
        pdf = self._pdf
        codes = max(self._code(char) for char in self._met) + 1
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

    def _code(self, char: str) -> int:
        """A character of the basic plane is its own code, which keeps the map back to Unicode small."""
        self._met.add(char)
        if ord(char) < _FIRST_BEYOND:
            return ord(char)
        return self._beyond.setdefault(char, _FIRST_BEYOND + len(self._beyond))

    def _to_unicode(self) -> bytes:
        rows = sorted({ord(char) >> 8 for char in self._met if ord(char) < _FIRST_BEYOND})
        first = {row: _FIRST if row == 0 else row << 8 for row in rows}
        ranges = [f"<{first[row]:04X}> <{row:02X}FF> <{first[row]:04X}>" for row in rows]
        pairs = [f"<{code:04X}> <{char.encode('utf-16-be').hex()}>" for char, code in self._beyond.items()]
        maps = "\n".join((*_blocks(ranges, "bfrange"), *_blocks(pairs, "bfchar")))
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{maps}\n"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode()


def _blocks(entries: list[str], kind: str) -> Iterator[str]:
    for at in range(0, len(entries), _CODES_PER_BLOCK):
        block = entries[at : at + _CODES_PER_BLOCK]
        yield f"{len(block)} begin{kind}\n" + "\n".join(block) + f"\nend{kind}"


class _Shown:
    """Writes words as text operators; what does not change from word to word is not said again."""

    def __init__(self, place: _Place, code: Callable[[str], int]) -> None:
        self._place = place
        self._code = code
        self._at = (0, 0)
        """Where the last word began, in units along and across the lines of the page."""
        self._size = 0
        self._stretch = 0
        scale = 1 / _UNITS
        self.start = b"%g %g %g %g 0 0 Tm" % tuple(scale * part for part in place.turn)

    def word(self, word: Word, blank: str) -> bytes:
        left, top, right, bottom = word.box
        across, up = self._place.length(right - left, 0), self._place.length(0, bottom - top)
        size = max(1, _even(up * _UNITS))
        shown = _copied(word.text)
        stretch = max(1, round(100 * across * _UNITS / (ADVANCE * size * len(shown))))
        said = []
        if size != self._size:
            said.append(b"%s %d Tf" % (bytes(FONT_NAME), size))
        if stretch != self._stretch:
            said.append(b"%d Tz" % stretch)
        self._size, self._stretch = size, stretch
        x, y = self._along(left, bottom - (bottom - top) * DESCENT)
        said.append(b"%d %d Td" % (x - self._at[0], y - self._at[1]))
        self._at = x, y
        codes = b"".join(self._code(char).to_bytes(2, "big") for char in shown + blank)
        said.append(b"<%s> Tj" % codes.hex().encode())
        return b" ".join(said)

    def _along(self, across: float, down: float) -> tuple[int, int]:
        x, y = self._place.point(across, down)
        a, b, c, d = self._place.turn
        return round((a * x + b * y) * _UNITS), _even((c * x + d * y) * _UNITS)


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
    read = line.words or (Word(line.text, line.box, line.confidence),)
    words = [word for word in read if _copied(word.text) and _has_area(word.box)]
    for word in words:
        yield word, "" if word is words[-1] else " "


def _copied(text: str) -> str:
    """Composed, and without what no text may map to (ISO 19005-2, 6.2.11.7.2) or nobody can copy."""
    return "".join(char for char in nfc(text) if char not in _NEVER and unicodedata.category(char)[0] != "C")


def _even(value: float) -> int:
    return 2 * round(value / 2)


def _has_area(box: Box) -> bool:
    return box[2] > box[0] and box[3] > box[1]


def drop_unseen(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
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
        shown = shown or (operator in _SHOWS and mode != _UNSEEN)
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
        _drop_fonts(page, {str(i.operands[0]) for i in kept if str(i.operator) == "Tf"})


def drop_idle_fonts(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Remove fonts that are chosen but show nothing: an archive may name none that is not embedded."""
    steps = list(pikepdf.parse_content_stream(page))
    font, used = "", set[str]()
    for step in steps:
        operator = str(step.operator)
        if operator == "Tf":
            font = str(step.operands[0])
        elif operator in _SHOWS:
            used.add(font)
    kept = [step for step in steps if str(step.operator) != "Tf" or str(step.operands[0]) in used]
    if len(kept) < len(steps):
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
        _drop_fonts(page, used)


def _drop_fonts(page: pikepdf.Page, used: set[str]) -> None:
    """Fonts of the text that went; those of nested drawings are in their own resources."""
    fonts = page.resources.Font
    kept = Dictionary({name: font for name, font in fonts.items() if name in used})
    own = Dictionary(dict(page.resources.items()))  # they may be another page's too
    if len(kept):
        own.Font = kept
    else:
        del own["/Font"]
    page.Resources = own
