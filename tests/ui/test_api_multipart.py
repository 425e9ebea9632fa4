"""Forms read as they arrive give back the files that went in, however the network cuts them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.api.multipart import BadForm, FileEnd, FileStart, read_multipart


async def chunks(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def files_of(content_type: str, body: bytes, size: int) -> list[tuple[str, bytes]]:
    async def collect() -> list[tuple[str, bytes]]:
        found: list[tuple[str, bytes]] = []
        ended = 0
        async for part in read_multipart(content_type, chunks(body, size)):
            match part:
                case FileStart(filename):
                    found.append((filename, b""))
                case FileEnd():
                    ended += 1
                case bytes():
                    found[-1] = (found[-1][0], found[-1][1] + part)
        assert ended == len(found)
        return found

    return asyncio.run(collect())


def form(files: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    fields = [("file", (name, content, "application/pdf")) for name, content in files]
    request = httpx.Request("POST", "http://x/", data={"secrecy": "none"}, files=fields)
    return request.headers["content-type"], request.read()


@settings(deadline=None)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.integers(1, 120))
def test_files_come_out_as_they_went_in(contents: list[bytes], size: int) -> None:
    files = [(f"tệp {n} 📄.pdf", content) for n, content in enumerate(contents)]
    assert files_of(*form(files), size) == files


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_form_that_breaks_off_is_no_form(content: bytes, data: st.DataObject) -> None:
    content_type, body = form([("a.pdf", content)])
    cut = data.draw(st.integers(1, len(body) - 5))
    with pytest.raises(BadForm):
        files_of(content_type, body[:cut], 64)


def test_a_form_without_a_boundary() -> None:
    with pytest.raises(BadForm):
        files_of("multipart/form-data", b"--x", 10)
