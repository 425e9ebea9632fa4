"""Searches bytes for planted words, however they may have been written down by a careless program."""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pypdfium2 as pdfium

from vanthu.text import fold

DEEPEST = 4
"""Layers of packing that are opened one inside the other."""
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}(?:\r?\n[A-Za-z0-9+/_-]+={0,2})*")
_HEX = re.compile(rb"[0-9a-fA-F]{24,}")
_ZLIB = re.compile(rb"[\x08\x18\x28\x38\x48\x58\x68\x78](?=[\x00-\xff])")
_FRAGMENT, _EVERY = 24, 2048


_BLANK_KEPT = 64
_BLANK = re.compile(rb"\0{%d,}" % (_BLANK_KEPT + 1))
"""Files laid out ahead of their content are mostly zeros; nothing that is looked for holds as many."""


class _Finder:
    """Hundreds of needles in megabytes: only where the first four bytes of one stand is the rest compared."""

    def __init__(self, needles: Iterable[bytes]) -> None:
        self._by_head: dict[bytes, list[bytes]] = {}
        self._first, self._second = np.zeros(1 << 16, bool), np.zeros(1 << 16, bool)
        for needle in needles:
            assert len(needle) >= 4
            self._by_head.setdefault(needle[:4], []).append(needle)
            for table, start in ((self._first, 0), (self._second, 2)):
                table[int.from_bytes(needle[start : start + 2], "little")] = True

    def finds(self, data: bytes) -> bool:
        if len(data) < 4:
            return False
        for shift in (0, 1):
            pairs = np.frombuffer(data, "<u2", (len(data) - shift) // 2, shift)
            places = np.flatnonzero(self._first[pairs[:-1]] & self._second[pairs[1:]]) * 2 + shift
            for place in places.tolist():
                for needle in self._by_head.get(data[place : place + 4], ()):
                    if data.startswith(needle, place):
                        return True
        return False


class Traces:
    """What is looked for: words in every spelling and encoding, hashes, fragments of files."""

    def __init__(
        self, words: Iterable[str], *, hashes: Iterable[str] = (), files: Iterable[bytes] = ()
    ) -> None:
        raw = {form for word in words for form in _spelled(word)}
        raw |= {form for digest in hashes for form in (digest.encode(), digest.upper().encode())}
        raw |= {bytes.fromhex(digest) for digest in hashes}
        self._raw = raw
        self._needles = {needle for form in raw for needle in _written(form)}
        self._needles |= {fragment for data in files for fragment in _fragments(data)}
        self._finder = _Finder(self._needles)

    def within(self, data: bytes, *, deep: bool = True) -> str | None:
        """The way to the first trace in `data` (`zlib/base64`), None if there is none."""
        if self._finder.finds(data):
            return "plain"
        return self._packed(data, DEEPEST) if deep else None

    def under(self, folders: Iterable[Path], *, deep: bool = True) -> list[str]:
        """Every file with a trace in its name or its bytes."""
        found = []
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                if self._finder.finds(str(path.relative_to(folder)).encode("utf-8", "surrogateescape")):
                    found.append(f"{path}: name")
                try:
                    data = _BLANK.sub(bytes(_BLANK_KEPT), path.read_bytes()) if path.is_file() else b""
                except FileNotFoundError:
                    continue  # gone meanwhile: what is searched is a running system
                if way := self.within(data, deep=deep):
                    found.append(f"{path}: {way}")
        return found

    def _packed(self, data: bytes, depth: int) -> str | None:
        if depth == 0:
            return None
        seen: set[bytes] = set()
        for name, inner in _unpacked(data):
            if inner in seen or inner == data:
                continue
            seen.add(inner)
            if self._finder.finds(inner):
                return name
            if way := self._packed(inner, depth - 1):
                return f"{name}/{way}"
        return None


def _spelled(word: str) -> set[bytes]:
    forms = {word, word.lower(), word.upper(), fold(word)}
    forms |= {unicodedata.normalize(form, text) for text in set(forms) for form in ("NFC", "NFD")}
    found = set()
    for text in forms:
        found |= {text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")}
        found |= {json.dumps(text)[1:-1].encode(), quote(text).encode(), text.encode("unicode_escape")}
    return found


def _written(raw: bytes) -> Iterator[bytes]:
    yield raw
    yield binascii.hexlify(raw)
    yield binascii.hexlify(raw).upper()
    for shift in range(3):
        packed = base64.b64encode(b"\0" * shift + raw)
        # The letters that also hang on what stands before and after are left out.
        sure = packed[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]
        yield sure
        yield sure.translate(bytes.maketrans(b"+/", b"-_"))


def _fragments(data: bytes) -> Iterator[bytes]:
    for start in range(200, max(201, len(data) - _FRAGMENT), _EVERY):
        piece = data[start : start + _FRAGMENT]
        if len(set(piece)) > 12:  # no run of blanks, nor what every file of the kind has
            yield piece


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield from _deflated(data)
    for match in _BASE64.finditer(data):
        text = re.sub(rb"[\r\n=]", b"", match.group()).translate(bytes.maketrans(b"-_", b"+/"))
        for start in range(4):
            piece = text[start:]
            piece = piece[: len(piece) - (len(piece) % 4 == 1)]
            yield "base64", base64.b64decode(piece + b"=" * (-len(piece) % 4))
    for match in _HEX.finditer(data):
        for start in range(2):
            digits = match.group()[start:].decode()
            yield "hex", bytes.fromhex(digits[: len(digits) // 2 * 2])
    for start in (m.start() for m in re.finditer(b"%PDF-", data)):
        yield from _pdf(data[start:])
    if data.find(b"PK\x05\x06") >= 0:
        yield from _zip(data)


def _deflated(data: bytes) -> Iterator[tuple[str, bytes]]:
    for match in re.finditer(b"\x1f\x8b\x08", data):
        yield from _inflate("gzip", data[match.start() :], 31)
    for match in _ZLIB.finditer(data):
        head = data[match.start() : match.start() + 2]
        if (head[0] << 8 | head[1]) % 31 == 0:
            yield from _inflate("zlib", data[match.start() :], 15)


def _inflate(name: str, data: bytes, bits: int) -> Iterator[tuple[str, bytes]]:
    """As far as it goes: a stream that breaks off, or lies over two places, still says what it began with."""
    engine, out = zlib.decompressobj(bits), bytearray()
    try:
        for start in range(0, len(data), 4096):
            out += engine.decompress(data[start : start + 4096])
            if engine.eof:
                break
    except zlib.error:
        pass
    if len(out) >= 4:
        yield name, bytes(out)


def _pdf(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with pdfium.PdfDocument(data) as pdf:
            yield "pdf", "\n".join(page.get_textpage().get_text_range() for page in pdf).encode()
            yield "pdf", "\n".join(pdf.get_metadata_dict().values()).encode()
    except pdfium.PdfiumError:
        return


def _zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield "zip", name.encode() + b"\n" + package.read(name)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
        return
