"""A second set, drawn the plain way and sharing nothing with the first: Pillow's letters in Pillow's frames.

It guards against a finder that fits the first set's way of drawing only.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.stamps import fonts
from benchmarks.stamps.cases import Case, Placed

_LEVELS = {"MẬT": "confidential", "TỐI MẬT": "secret", "TUYỆT MẬT": "top_secret"}
_OTHERS = (
    *("HỎA TỐC", "KHẨN", "THƯỢNG KHẨN", "BẢN SAO", "SAO Y", "SAO LỤC", "ĐẾN", "ĐÃ THU", "THU HỒI", "MẪU"),
    *("MẪU VĂN BẢN", "DỰ THẢO", "HỎA TỐC HẸN GIỜ", "KHÔNG PHỔ BIẾN", "ĐÃ DUYỆT", "LƯU HÀNH NỘI BỘ", "SỐ 12"),
)
_LINES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 45/TTr-SNV;",
    "Điều 1. Ban hành kèm theo Quyết định này Quy chế bảo vệ bí mật nhà nước.",
    "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
    "Chánh Văn phòng, Thủ trưởng các cơ quan có liên quan chịu trách nhiệm thi hành.",
)
_COLOURS = ((200, 20, 30), (220, 50, 50), (180, 0, 0), (20, 20, 20), (0, 0, 0), (30, 40, 150))
_SIZE = (1654, 2339)
"""A4 at 200 dpi."""
_MM = 200 / 25.4


def plain_cases(stamped: int, unstamped: int, seed: int, real: Sequence[Image.Image] = ()) -> Iterator[Case]:
    """`real` are unmarked pages to draw on, every third time."""
    for index in range(stamped + unstamped):
        random = Random(f"plain/{seed}/{index}")
        page = _page(random)
        if real and random.random() < 0.33:
            page = random.choice(real).convert("RGB").resize(_SIZE)
        words = random.choice(list(_LEVELS)) if index < stamped else random.choice(_OTHERS)
        grey = random.random() < 0.25
        mark, about = None, ""
        if index < stamped or random.random() < 0.7:
            mark, about = _stamp(page, words, random, grey)
        page, dpi, scale = _scan(page, random, grey)
        marks = []
        if mark is not None and index < stamped:
            x, y, width, height, angle = mark
            marks = [Placed(_LEVELS[words], x * scale, y * scale, width * scale, height * scale, angle)]
        yield Case(page, tuple(marks), dpi, about)


def _font(random: Random, size: int) -> ImageFont.FreeTypeFont:
    able = [path for path in fonts.measured() if path != fonts.STROKE and fonts.has(path, "ậ")]
    usual = [path for path in able if "Free" in path or "DejaVu" in path or "BeVietnam" in path]
    return ImageFont.truetype(random.choice(usual), size)


def _page(random: Random) -> Image.Image:
    page = Image.new("RGB", _SIZE, (random.randint(238, 255),) * 3)
    draw = ImageDraw.Draw(page)
    font, y = _font(random, random.randint(30, 38)), 160
    draw.text((180, y), "ỦY BAN NHÂN DÂN\nTỈNH SÔNG LAM", fill=(10, 10, 10), font=font, align="center")
    draw.text((760, y), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", fill=(10, 10, 10), font=font)
    y += 320
    for _ in range(random.randint(4, 26)):
        draw.text((200, y), random.choice(_LINES), fill=(10, 10, 10), font=font)
        y += random.choice((56, 56, 56, 110))
    return page


def _stamp(
    page: Image.Image, words: str, random: Random, grey: bool
) -> tuple[tuple[float, float, float, float, float], str]:
    """Press a framed (or red, unframed) stamp on a page; its words' middle, size, angle, and what it is."""
    font = _font(random, round(random.uniform(4, 10) * _MM))
    lines = words.replace(" ", "\n") if " " in words and random.random() < 0.2 else words
    probe = ImageDraw.Draw(page)
    left, top, right, bottom = probe.multiline_textbbox((0, 0), lines, font=font, align="center")
    pad = round(random.uniform(1.2, 4) * _MM)
    layer = Image.new("RGBA", (round(right - left) + 2 * pad, round(bottom - top) + 2 * pad), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    colour = random.choice(_COLOURS)
    coloured = colour[0] > 150 and not grey
    ink = (*colour, random.randint(170, 255))
    draw.multiline_text((pad - left, pad - top), lines, fill=ink, font=font, align="center")
    frame = random.choice(("single", "single", "double", "round", "none" if coloured else "single"))
    pen, edge = random.randint(3, 9), (2, 2, layer.width - 3, layer.height - 3)
    if frame == "round":
        draw.rounded_rectangle(edge, radius=pad, outline=ink, width=pen)
    elif frame != "none":
        draw.rectangle(edge, outline=ink, width=pen)
    if frame == "double" and pad > 3 * pen:
        inner = (edge[0] + 2 * pen, edge[1] + 2 * pen, edge[2] - 2 * pen, edge[3] - 2 * pen)
        draw.rectangle(inner, outline=ink, width=max(2, pen // 2))
    angle = random.choice((0.0, random.uniform(-8, 8), random.uniform(-30, 30), random.uniform(-180, 180)))
    turned = layer.rotate(-angle, expand=True, resample=Image.Resampling.BICUBIC)
    spots = [
        (
            random.randint(0, max(0, page.width - turned.width)),
            random.randint(0, max(0, page.height - turned.height)),
        )
        for _ in range(40)
    ]
    # In red a stamp may stand on print; in other ink, or scanned in grey, it is put where there is little.
    at = spots[0] if coloured else max(spots, key=lambda spot: _clear(page, spot, turned.size))
    page.paste(turned, at, turned)
    middle = at[0] + turned.width / 2, at[1] + turned.height / 2
    about = f"{words!r} {frame} {colour} {font.getname()[0]} {font.size} px {angle:.0f}°"
    return (*middle, right - left, bottom - top, angle), about


def _clear(page: Image.Image, spot: tuple[int, int], size: tuple[int, int]) -> float:
    """Mean lightness of the place."""
    small = page.crop((*spot, spot[0] + size[0], spot[1] + size[1])).convert("L").resize((24, 24))
    values = small.tobytes()
    return sum(values) / len(values)


def _scan(page: Image.Image, random: Random, grey: bool) -> tuple[Image.Image, int, float]:
    scale = random.choice((0.5, 0.6, 0.75, 1.0, 1.0))
    page = page.resize((round(page.width * scale), round(page.height * scale)))
    if random.random() < 0.4:
        page = page.filter(ImageFilter.GaussianBlur(random.uniform(0.4, 1.3 * math.sqrt(scale))))
    if random.random() < 0.4:
        noise = Image.effect_noise(page.size, random.uniform(10, 45)).convert("RGB")
        page = Image.blend(page, noise, 0.12)
    if grey:
        page = page.convert("L")
    if random.random() < 0.6:
        data = io.BytesIO()
        page.save(data, "JPEG", quality=random.randint(30, 90))
        page = Image.open(data)
        page.load()
    return page, round(200 * scale), scale
