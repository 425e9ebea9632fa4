"""Files sent to a browser so that they can never act as a page of ours."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse, Response

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def disposition(filename: str, kind: str = "attachment") -> str:
    """`Content-Disposition` of RFC 6266: a plain name for old programs, the true one as in RFC 5987."""
    name = "".join(char for char in filename if unicodedata.category(char)[0] != "C").strip() or "document"
    name = name.replace("/", "_").replace("\\", "_")
    plain = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(char if char.isascii() and char not in '";%' else "_" for char in plain if _visible(char))
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _visible(char: str) -> bool:
    """Combining marks are dropped from the plain name; everything else keeps its place."""
    return not unicodedata.combining(char)


def download(path: Path, filename: str, media_type: str, kind: str = "attachment") -> FileResponse:
    """`path` under its own name, with its type believed and nothing in it run."""
    headers = {
        "Content-Disposition": disposition(filename, kind),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SANDBOX,
        "Cache-Control": "private, no-store",
    }
    return FileResponse(path, media_type=media_type, headers=headers)


def attached(content: bytes, filename: str, media_type: str) -> Response:
    """`content` as a file to keep, in which nothing is run."""
    headers = {
        "Content-Disposition": disposition(filename),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
