"""The two files an import writes, readable by their owner only: activation tokens, and refused rows."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from access.errors import TokensFileUnwritable
from vanthu.i18n import translate
from vanthu.text import harmless_cell

_TOKEN_HEADINGS = ("Dòng", "Tên đăng nhập", "Họ và tên", "Mã đơn vị", "Mã kích hoạt", "Dùng đến ngày")
_ERROR_HEADINGS = ("Dòng", "Tên đăng nhập", "Mã lỗi", "Lý do", "Cách sửa")
_BOM = b"\xef\xbb\xbf"  # spreadsheets take UTF-8 for something else without it

Cells = Sequence[str]


class ImportFiles:
    """The file of tokens and, beside it, the one of refused rows."""

    def __init__(self, tokens: Path) -> None:
        self.tokens = tokens.absolute()
        self.errors = self.tokens.with_name(f"{self.tokens.stem}.errors.csv")

    def exist(self) -> bool:
        return any(path.exists() or path.is_symlink() for path in (self.tokens, self.errors))

    def hold(self, tokens_size: int, errors_size: int) -> bool:
        """Whether what was written is still there."""
        return _size(self.tokens) >= tokens_size and _size(self.errors) >= errors_size

    def append(
        self, tokens_size: int, tokens: Iterable[Cells], errors_size: int, errors: Iterable[Cells]
    ) -> tuple[int, int]:
        """Cut both files to their sizes, add the rows, and give the sizes they have now."""
        try:
            return (
                _append(self.tokens, tokens_size, _TOKEN_HEADINGS, tokens),
                _append(self.errors, errors_size, _ERROR_HEADINGS, errors),
            )
        except OSError:
            raise TokensFileUnwritable(file=self.tokens.name) from None

    def remove(self) -> None:
        for path in (self.tokens, self.errors):
            path.unlink(missing_ok=True)


def _append(path: Path, size: int, headings: Cells, rows: Iterable[Cells]) -> int:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([harmless_cell(cell) for cell in row] for row in rows)
    added = text.getvalue().encode()
    if added and size == 0:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerow([translate(heading) for heading in headings])
        added = _BOM + text.getvalue().encode() + added
    if not added and not path.exists():
        return size
    if _size(path) < size:
        raise FileNotFoundError(path)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        os.fchmod(handle, 0o600)
        stream.truncate(size)
        stream.seek(size)
        stream.write(added)
        stream.flush()
        os.fsync(handle)
    return size + len(added)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
