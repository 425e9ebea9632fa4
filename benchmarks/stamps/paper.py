"""Pages without a mark: letterheads, text, tables, seals, received stamps, signatures."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.stamps import fonts
from benchmarks.stamps.frames import Half
from benchmarks.stamps.lettering import Hand, write
from benchmarks.stamps.sprites import Sprite, as_ink, put, typefaces
from benchmarks.stamps.words import HEADINGS, SENTENCES
from samples.source import load_all, plain_text
from vanthu.text import fold

Page = NDArray[np.uint8]
DPI = 150
WIDTH, HEIGHT = 1240, 1754
_PARENTS = ("UBND TỈNH SÔNG LAM", "TỈNH ỦY SÔNG LAM", "BỘ TƯ PHÁP", "HUYỆN ỦY")
_STATES = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM")
_BODIES = ("SỞ TÀI CHÍNH", "VĂN PHÒNG", "BAN TỔ CHỨC", "CÔNG AN TỈNH")
_SEAL_INKS = ((214, 30, 40), (200, 60, 70), (150, 20, 40))
_OFFICE_INKS = ((60, 40, 130), (200, 40, 50), (40, 60, 160), (40, 40, 40))
_LEFT_OVER = {"mat", "toi mat", "tuyet mat", "do mat"}
"""What may be left of a longer text in a narrow cell, and would be a mark."""


@lru_cache(maxsize=1)
def _sentences() -> list[str]:
    lines = [line for sample in load_all() for line in plain_text(sample.blocks).splitlines()]
    return [line for line in lines if len(line) > 20]


@lru_cache(maxsize=2)
def _text_fonts(half: Half) -> list[str]:
    """Typefaces with Vietnamese letters; Times-like ones more often, as in offices."""
    able = [path for path in typefaces(half) if path != fonts.STROKE and fonts.has(path, "ậ")]
    usual = [path for path in able if "Tinos" in path or "LiberationSerif" in path or "FreeSerif" in path]
    return able + usual * 12


class _Sheet:
    """A page being written from the top down."""

    def __init__(self, random: Random, half: Half, size: tuple[int, int]) -> None:
        self.random, self.half = random, half
        self.picture = Image.new("L", size, 255)
        self.draw = ImageDraw.Draw(self.picture)
        self.left, self.right = (
            round(size[0] * random.uniform(0.07, 0.14)),
            round(size[0] * random.uniform(0.9, 0.95)),
        )
        self.y = round(size[1] * random.uniform(0.04, 0.08))
        self.bottom = round(size[1] * 0.94)
        self.path = random.choice(_text_fonts(half))
        self.size = round(DPI / 72 * random.choice((11, 12, 13, 13, 14, 14)))

    def font(self, factor: float = 1.0) -> ImageFont.FreeTypeFont:
        return fonts.face(self.path, max(8, round(self.size * factor)))

    def line(self, text: str, x: float, factor: float = 1.0, anchor: str = "la", bold: bool = False) -> None:
        self.draw.text(
            (x, self.y), text, fill=20, font=self.font(factor), anchor=anchor, stroke_width=int(bold)
        )

    def down(self, factor: float = 1.4) -> None:
        self.y += round(self.size * factor)

    def letterhead(self) -> None:
        random = self.random
        width = self.picture.width
        left, right = width * 0.27, width * 0.7
        for one, other in (
            (random.choice(_PARENTS), random.choice(_STATES)),
            (random.choice(_BODIES), "Độc lập - Tự do - Hạnh phúc"),
            (f"Số: {random.randint(1, 3000)}/QĐ-UBND", f"Sông Lam, ngày {random.randint(1, 30)} tháng 4"),
        ):
            self.line(one, left, 0.85, "ma", bold=True)
            self.line(other, right, 0.85, "ma", bold=True)
            self.down(1.3)
        self.draw.line((left - 60, self.y, left + 60, self.y), fill=30, width=2)
        self.down(1.6)

    def heading(self, text: str) -> None:
        for row in self.wrapped(text, self.right - self.left - 160, 1.05):
            self.line(row, (self.left + self.right) / 2, 1.05, "ma", bold=True)
            self.down(1.5)

    def wrapped(self, text: str, width: float, factor: float = 1.0) -> list[str]:
        font, rows, row = self.font(factor), [], ""
        for word in text.split():
            if row and font.getlength(f"{row} {word}") > width:
                rows.append(row)
                row = word
            else:
                row = f"{row} {word}".strip()
        return [*rows, row]

    def paragraph(self, text: str) -> None:
        for row in self.wrapped(text, self.right - self.left):
            if self.y > self.bottom:
                return
            self.line(row, self.left)
            self.down()
        self.down(0.3)

    def table(self) -> None:
        random = self.random
        columns = random.randint(2, 6)
        edges = sorted(
            {
                self.left,
                self.right,
                *(random.randint(self.left + 90, self.right - 90) for _ in range(columns - 1)),
            }
        )
        top = self.y
        step = round(self.size * random.uniform(1.6, 2.6))
        for row in range(random.randint(3, 12)):
            if self.y + step > self.bottom:
                break
            self.draw.line((self.left, self.y, self.right, self.y), fill=40, width=random.choice((1, 2)))
            for start, end in pairwise(edges):
                words = random.choice(_sentences() if random.random() < 0.9 else HEADINGS).split()
                text = " ".join(words[: random.randint(1, 4)])
                text = text.upper() if row == 0 else text
                while text and self.font(0.8).getlength(text) > end - start - 8:
                    text = text.rpartition(" ")[0]
                if fold(text) in _LEFT_OVER:
                    continue
                self.draw.text((start + 5, self.y + 5), text, fill=30, font=self.font(0.8))
            self.y += step
        self.draw.line((self.left, self.y, self.right, self.y), fill=40, width=2)
        for x in edges:
            self.draw.line((x, top, x, self.y), fill=40, width=2)
        self.down(1.2)

    def closing(self) -> None:
        if self.y > self.bottom - 9 * self.size:
            return
        random = self.random
        x = self.picture.width * 0.7
        for text in ("TM. ỦY BAN NHÂN DÂN", random.choice(("CHỦ TỊCH", "KT. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"))):
            self.line(text, x, 1.0, "ma", bold=True)
            self.down(1.3)
        self.line("Nơi nhận:", self.left, 0.85)
        for row in ("- Như trên;", "- Lưu: VT, TH."):
            self.down(1.1)
            self.line(row, self.left, 0.8)
        self.down(3)
        self.line("Nguyễn Văn Mật" if random.random() < 0.1 else "Trần Minh Nhật", x, 1.0, "ma", bold=True)


def blank_page(random: Random, half: Half) -> Page:
    """An unmarked page at 150 dpi, RGB, unworn, with some of what offices add to it."""
    size = (WIDTH, HEIGHT) if random.random() < 0.88 else (HEIGHT, WIDTH)
    sheet = _Sheet(random, half, size)
    kind = random.choice(("first", "first", "middle", "middle", "last", "table", "cover", "sparse"))
    if kind in {"first", "cover", "sparse"}:
        sheet.letterhead()
    if kind in {"first", "cover"}:
        if kind == "cover":
            sheet.y = sheet.bottom // 3
            sheet.size = round(sheet.size * random.uniform(1.2, 2))
        sheet.heading(
            random.choice(
                ("QUYẾT ĐỊNH", "THÔNG BÁO", "KẾ HOẠCH", "TỜ TRÌNH", "LUẬT", "BÁO CÁO", "NGHỊ QUYẾT")
            )
        )
        sheet.heading(random.choice(HEADINGS) if random.random() < 0.4 else random.choice(_sentences())[:90])
    paragraphs = {"cover": 0, "sparse": 2, "table": 2}.get(kind, random.randint(5, 25))
    for _ in range(paragraphs):
        if sheet.y > sheet.bottom:
            break
        draw = random.random()
        if draw < 0.08:
            sheet.heading(random.choice(HEADINGS))
        sheet.paragraph(random.choice(SENTENCES) if draw > 0.85 else random.choice(_sentences()))
    if kind == "table" or random.random() < 0.15:
        sheet.table()
    sheet.closing()
    page = np.ascontiguousarray(np.repeat(np.array(sheet.picture)[..., None], 3, axis=2))
    _add_ons(page, random, half)
    return page


def _add_ons(page: Page, random: Random, half: Half) -> None:
    height, width = page.shape[:2]
    if random.random() < 0.35:
        spot = (width * random.uniform(0.4, 0.85), height * random.uniform(0.2, 0.9))
        _press(page, seal(random, half), random, spot=spot, turn=30, inks=_SEAL_INKS)
    if random.random() < 0.25:
        spot = (width * random.uniform(0.15, 0.85), height * random.uniform(0.1, 0.4))
        _press(page, received(random, half), random, spot=spot, turn=6, inks=_OFFICE_INKS)
    for _ in range(random.choice((0, 0, 1, 1, 2))):
        scrawl(page, random)
    if random.random() < 0.06:
        side = random.randint(80, 200)
        x, y = random.randint(0, width - side), random.randint(0, height - side)
        seed = np.random.default_rng(random.randrange(2**31))
        code = (seed.random((25, 25)) < 0.5).astype(np.uint8) * 255
        page[y : y + side, x : x + side] = cv2.resize(code, (side, side), interpolation=cv2.INTER_NEAREST)[
            ..., None
        ]


def _press(
    page: Page,
    sprite: Sprite,
    random: Random,
    *,
    spot: tuple[float, float],
    turn: float,
    inks: tuple[tuple[int, int, int], ...],
) -> None:
    put(
        page,
        sprite,
        spot,
        angle=random.uniform(-turn, turn),
        scale=random.uniform(0.8, 1.2),
        colour=random.choice(inks),
        strength=random.uniform(0.4, 1),
    )


def seal(random: Random, half: Half) -> Sprite:
    """A round seal, 34 mm wide at 150 dpi: rings, words round them, a star."""
    side = 210
    mask = np.zeros((side, side), np.uint8)
    centre = (side // 2, side // 2)
    for radius, pen in ((100, 4), (92, 1), (62, 1)):
        cv2.circle(mask, centre, radius, 255, pen, cv2.LINE_AA)
    words = random.choice(
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM * TỈNH ỦY", "ỦY BAN NHÂN DÂN")
    )
    hand = Hand(random.choice([path for path in _text_fonts(half) if "Bold" in path]))
    for index, char in enumerate(words):
        if char == " ":
            continue
        angle = 200 + 320 * index / len(words)
        letter = write(char, hand, 13, random)
        point = (
            centre[0] + 77 * math.cos(math.radians(angle)),
            centre[1] + 77 * math.sin(math.radians(angle)),
        )
        matrix = cv2.getRotationMatrix2D((letter.shape[1] / 2, letter.shape[0] / 2), -(angle + 90), 1)
        matrix[:, 2] += np.array(point) - (letter.shape[1] / 2, letter.shape[0] / 2)
        np.maximum(mask, cv2.warpAffine(letter, matrix, (side, side)), out=mask)
    star = [
        (centre[0] + r * math.sin(math.radians(36 * k)), centre[1] - r * math.cos(math.radians(36 * k)))
        for k in range(10)
        for r in ((30, 12)[k % 2],)
    ]
    cv2.fillPoly(mask, [np.array(star, np.int32)], 255, cv2.LINE_AA)
    return Sprite(as_ink(mask), (side / 2, side / 2, side, side), 13, None, "round")


def received(random: Random, half: Half) -> Sprite:
    """The stamp of received post: a frame, the word ĐẾN, lines for number and date."""
    width, height = 280, random.choice((110, 130))
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (3, 3), (width - 4, height - 4), 255, random.choice((2, 3)), cv2.LINE_AA)
    if random.random() < 0.6:
        cv2.line(mask, (3, 32), (width - 4, 32), 255, 2)
    hand = Hand(random.choice([path for path in _text_fonts(half) if "Bold" in path]))
    for text, capital, x, y in (
        ("SỞ TÀI CHÍNH SÔNG LAM", 10, 20, 10), ("ĐẾN", random.randint(15, 24), 12, 60),
        ("Số: .............", 10, 115, 50), ("Ngày: ..........", 10, 115, 80),
    ):  # fmt: skip
        word = write(text, hand, capital, random)[: height - y - 4, : width - x - 4]
        part = mask[y : y + word.shape[0], x : x + word.shape[1]]
        np.maximum(part, word, out=part)
    return Sprite(as_ink(mask), (width / 2, height / 2, width, height), 20, None, "single")


def scrawl(page: Page, random: Random) -> None:
    """A signature or a note by hand."""
    height, width = page.shape[:2]
    x, y = random.uniform(0.1, 0.8) * width, random.uniform(0.1, 0.9) * height
    points = [(x, y)]
    for _ in range(random.randint(5, 16)):
        x, y = x + random.uniform(-10, 40), y + random.gauss(0, 25)
        points.append((x, y))
    steps = np.linspace(0, len(points) - 1, len(points) * 8)
    curve = np.stack(
        [np.interp(steps, range(len(points)), [p[axis] for p in points]) for axis in (0, 1)], axis=1
    )
    curve = np.asarray(cv2.blur(curve.astype(np.float32), (1, 9)), np.float32)
    colour = random.choice(((30, 40, 140), (20, 20, 20), (60, 70, 180)))
    cv2.polylines(page, [curve.astype(np.int32)], False, colour, random.choice((1, 2, 3)), cv2.LINE_AA)
