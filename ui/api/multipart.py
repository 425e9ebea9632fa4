"""`multipart/form-data` read as it arrives: file starts, chunks, file ends; other fields are passed over.

Starlette's own form reader keeps files in memory or in a clear temporary file; ours go straight on
to the encrypted spool.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from vanthu.errors import VanthuError


class BadForm(VanthuError):
    code = "bad_form"
    message = "Dữ liệu tải lên bị gián đoạn hoặc sai định dạng."
    remedy = "Tải tệp lên lại."


@dataclass(frozen=True, slots=True)
class FileStart:
    filename: str


@dataclass(frozen=True, slots=True)
class FileEnd:
    pass


class _Collector:
    """Turns the parser's callbacks into events in order."""

    def __init__(self) -> None:
        self.events: list[FileStart | bytes | FileEnd] = []
        self._name, self._value, self._disposition = b"", b"", b""
        self._in_file = False
        self.ended = False

    def on_part_begin(self) -> None:
        self._disposition, self._in_file = b"", False

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = self._value
        self._name, self._value = b"", b""

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"filename" in options:
            self._in_file = True
            self.events.append(FileStart(options[b"filename"].decode("utf-8", "replace")))

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self.events.append(data[start:end])

    def on_part_end(self) -> None:
        if self._in_file:
            self.events.append(FileEnd())

    def on_end(self) -> None:
        self.ended = True


async def read_multipart(
    content_type: str, chunks: AsyncIterator[bytes]
) -> AsyncIterator[FileStart | bytes | FileEnd]:
    """The files of a form, in order. A form that breaks off raises `BadForm`."""
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if not boundary:
        raise BadForm
    collector = _Collector()
    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": collector.on_part_begin,
                "on_part_data": collector.on_part_data,
                "on_part_end": collector.on_part_end,
                "on_header_field": collector.on_header_field,
                "on_header_value": collector.on_header_value,
                "on_header_end": collector.on_header_end,
                "on_headers_finished": collector.on_headers_finished,
                "on_end": collector.on_end,
            },
        )
        async for chunk in chunks:
            parser.write(chunk)
            events, collector.events = collector.events, []
            for event in events:
                yield event
    except MultipartParseError as fault:
        raise BadForm from fault
    if not collector.ended:
        raise BadForm
