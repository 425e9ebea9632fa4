"""Lists of accounts as they come out of a spreadsheet: CSV, with Vietnamese or English headings.

Columns: username, display_name, unit (a code), roles (parted by `;`). UTF-8 with or without a byte order
mark; commas, semicolons or tabs. One physical line is one row, so that a stray quote spoils its own row only.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from access.errors import ListPasswords, ListRowUnread, ListUnread
from access.roles import Role
from vanthu.errors import VanthuError
from vanthu.text import fold

LONGEST_LINE = 4096
"""Characters; a longer line is no row of a list of accounts."""
_DELIMITERS = ",;\t"
_HEADINGS: Mapping[str, str] = {
    **dict.fromkeys(("username", "user", "login", "ten dang nhap", "tai khoan", "ten tai khoan"), "username"),
    **dict.fromkeys(
        ("display_name", "name", "full name", "ho va ten", "ho ten", "ten hien thi"), "display_name"
    ),
    **dict.fromkeys(("unit", "unit_code", "don vi", "ma don vi"), "unit"),
    **dict.fromkeys(("roles", "role", "vai tro"), "roles"),
}
_REQUIRED = {"username", "unit", "roles"}
_PASSWORDS = {"password", "mat khau"}
_ROLES: Mapping[str, Role] = {
    "van thu": Role.CLERK,
    "can bo van thu": Role.CLERK,
    "chuyen vien": Role.OFFICIAL,
    "hoc vien": Role.TRAINEE,
    "giang vien": Role.TRAINER,
    "phu trach bao mat": Role.CUSTODIAN,
    "luu tru": Role.CUSTODIAN,
    "kiem tra": Role.AUDITOR,
    "kiem tra, giam sat": Role.AUDITOR,
    "quan tri": Role.ADMINISTRATOR,
    "quan tri vien": Role.ADMINISTRATOR,
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list below its headings."""

    number: int
    """Its line in the file, from 1, as a spreadsheet numbers it."""
    username: str
    display_name: str
    unit: str
    roles: tuple[str, ...]
    fault: VanthuError | None = None
    """Why the line could not be read."""


def read_rows(stream: BinaryIO) -> Iterator[ListRow]:
    """The rows of a list; raises `ListUnread` or `ListPasswords` where the headings are not those of one."""
    yield from _read(stream, _REQUIRED)


def read_names(stream: BinaryIO) -> Iterator[ListRow]:
    """As `read_rows`, of a list that need hold nothing but user names."""
    yield from _read(stream, {"username"})


def _read(stream: BinaryIO, required: set[str]) -> Iterator[ListRow]:
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline=None)
    try:
        delimiter, columns = _headings(lines.readline(LONGEST_LINE), required)
        for number, line in enumerate(_whole_lines(lines), start=2):
            if line.strip(f" {_DELIMITERS}"):
                yield _row(number, line, delimiter, columns)
    finally:
        if not stream.closed:
            lines.detach()


def _whole_lines(lines: io.TextIOWrapper) -> Iterator[str]:
    """Each line, of one that is too long its beginning."""
    while line := lines.readline(LONGEST_LINE + 1):
        part = line
        while part and not part.endswith("\n"):
            part = lines.readline(LONGEST_LINE + 1)
        yield line.removesuffix("\n")


def _headings(line: str, required: set[str]) -> tuple[str, dict[str, int]]:
    """The delimiter with which the first line reads as headings, and which column is where."""
    if "\0" in line:  # UTF-16, as some programs save "Unicode text"
        raise ListUnread
    best: dict[str, int] = {}
    chosen = ","
    for delimiter in _DELIMITERS:
        cells = [" ".join(fold(cell).split()) for cell in _cells(line, delimiter) or []]
        if _PASSWORDS.intersection(cells):
            raise ListPasswords
        named = [_HEADINGS.get(cell) for cell in cells]
        found = {name: named.index(name) for name in named if name is not None}
        if len(found) > len(best):
            chosen, best = delimiter, found
    if not best.keys() >= required:
        raise ListUnread
    return chosen, best


def _row(number: int, line: str, delimiter: str, columns: Mapping[str, int]) -> ListRow:
    readable = len(line) <= LONGEST_LINE and not _undecoded(line)
    cells = _cells(line, delimiter) if readable else None
    if cells is None:
        return ListRow(number, "", "", "", (), ListRowUnread())
    value = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
    roles = tuple(role for part in value.get("roles", "").split(";") for role in _roles(part))
    return ListRow(number, value["username"], value.get("display_name", ""), value.get("unit", ""), roles)


def _cells(line: str, delimiter: str) -> list[str] | None:
    """The cells of one line; None where its quotes do not match."""
    try:
        return next(csv.reader([line.removesuffix("\n")], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _undecoded(line: str) -> bool:
    """Whether a byte of it was no UTF-8, or a character no database takes."""
    try:
        return b"\0" in line.encode()
    except UnicodeEncodeError:
        return True


def _roles(text: str) -> Iterator[str]:
    """Roles by code or by their Vietnamese names; one name holds a comma, which may part them as well."""
    plain = " ".join(fold(text).split())
    if plain in _ROLES:
        yield _ROLES[plain]
        return
    for part in filter(None, map(str.strip, plain.split(","))):
        yield _ROLES.get(part, part)
