"""A ZIP of others, looked at before any of it is unpacked: nothing leads out of it, nothing bursts."""

from __future__ import annotations

import stat
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from records.errors import PackageRefused

MAX_ENTRIES = 10_000
MAX_RATIO = 200
"""A package that unpacks to more than this many times its size is a bomb, once it passes `RATIO_FLOOR`."""
RATIO_FLOOR = 64 * 1024 * 1024
MAX_NAME = 400


@dataclass(frozen=True, slots=True)
class ZipLimits:
    unpacked: int
    """Bytes of all files together."""


def opened(stream: BinaryIO, size: int, limits: ZipLimits) -> zipfile.ZipFile:
    """The archive, whose names and sizes are sound; raises `PackageRefused`.

    Sizes are those of the directory: `zipfile` never unpacks an entry beyond what that says.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as fault:
        raise PackageRefused(reason="không phải tệp ZIP nguyên vẹn") from fault
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > RATIO_FLOOR and unpacked > size * MAX_RATIO
    if unpacked > limits.unpacked or bomb or len(entries) > MAX_ENTRIES:
        raise PackageRefused(reason="giải nén ra quá lớn")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise PackageRefused(reason="có hai tệp cùng tên")
    for entry in entries:
        _check(entry)
    return archive


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = name.rstrip("/").split("/")
    wrong = (
        not name
        or len(name) > MAX_NAME
        or name.startswith("/")
        or "\\" in name
        or ":" in name
        or any(part in {"", ".", ".."} for part in parts)
        or any(char < " " for char in name)
    )
    if wrong:
        raise PackageRefused(reason="tên tệp dẫn ra ngoài gói")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise PackageRefused(reason="có liên kết thay cho tệp")
    if entry.flag_bits & 1:
        raise PackageRefused(reason="tệp bên trong đặt mật khẩu")
