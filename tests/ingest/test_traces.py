"""The searcher finds what it is to find, in every way it may be written, and nothing else."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import pickle
import sqlite3
import unicodedata
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.typeset.blocks import Paragraph, Run
from ingest.typeset.layout import lay_out
from tests.ingest.test_media import word as docx
from tests.ingest.traces import Traces

CANARY = "Hoàng Yến Lửa"
FILE = os.urandom(9000)
TRACES = Traces([CANARY], hashes=[hashlib.sha256(FILE).hexdigest()], files=[FILE])


def pdf_with_property() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = CANARY
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


WRITTEN: dict[str, Callable[[], bytes]] = {
    "utf-8": CANARY.encode,
    "upper": lambda: CANARY.upper().encode(),
    "folded": lambda: b"hoang yen lua",
    "decomposed": lambda: unicodedata.normalize("NFD", CANARY).encode(),
    "utf-16-le": lambda: CANARY.encode("utf-16-le"),
    "utf-16-be": lambda: CANARY.encode("utf-16-be"),
    "json": lambda: json.dumps({"name": CANARY}).encode(),
    "pickle": lambda: pickle.dumps({"args": (CANARY,)}),
    "pickle base64": lambda: base64.b64encode(pickle.dumps([CANARY])),
    "pickle utf-16 base64": lambda: base64.b64encode(pickle.dumps(CANARY.encode("utf-16-le"))),
    "zlib": lambda: zlib.compress(f"trang một {CANARY}".encode()),
    "zlib fast": lambda: zlib.compress(CANARY.encode() * 9, 1),
    "zlib in base64 in zlib": lambda: zlib.compress(base64.b64encode(zlib.compress(CANARY.encode()))),
    "zlib cut off": lambda: zlib.compress(CANARY.encode() + os.urandom(50_000))[:30_000],
    "gzip": lambda: gzip.compress(CANARY.encode()),
    "hex": lambda: CANARY.encode().hex().encode(),
    "docx": lambda: docx(CANARY),
    "pdf text": lambda: lay_out([Paragraph((Run(CANARY),))]),
    "pdf property": pdf_with_property,
    "hash": lambda: hashlib.sha256(FILE).hexdigest().encode(),
    "raw hash": lambda: hashlib.sha256(FILE).digest(),
    "hash base64": lambda: base64.b64encode(b"x" + hashlib.sha256(FILE).digest()),
    "fragment": lambda: FILE[2000:5000],
    "fragment zlib": lambda: zlib.compress(FILE[:6000]),
}


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("before", [0, 1, 2, 77])
def test_a_planted_word_is_found(way: str, before: int) -> None:
    data = os.urandom(before) + WRITTEN[way]() + os.urandom(33)
    assert TRACES.within(data)


@pytest.mark.parametrize("before", [b"x", b"\x08", b"a", b"A="])
@pytest.mark.parametrize("way", ["zlib", "gzip", "hex", "pickle base64"])
def test_what_stands_before_hides_nothing(way: str, before: bytes) -> None:
    """Such bytes look like the beginning of a stream, or like a part of it."""
    assert TRACES.within(before + WRITTEN[way]())


@given(st.text("abc", max_size=5), st.text("xyz", max_size=5))
def test_base64_is_found_at_every_alignment(before: str, after: str) -> None:
    assert TRACES.within(base64.b64encode(f"{before}{CANARY}{after}".encode()), deep=False)


def test_a_row_of_a_database_is_found(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "db.sqlite") as db:
        db.execute("create table t (a blob)")
        db.execute("insert into t values (?)", (base64.b64encode(pickle.dumps([CANARY])),))
    db.close()
    (tmp_path / f"{unicodedata.normalize('NFD', CANARY)}.part").touch()
    found = TRACES.under([tmp_path])
    assert len(found) == 2


@given(st.binary(max_size=3000))
def test_nothing_is_found_where_nothing_is(data: bytes) -> None:
    assert TRACES.within(data) is None


def test_other_words_are_not_found() -> None:
    assert TRACES.within(lay_out([Paragraph((Run("Thông báo về lịch họp"),))])) is None
    assert TRACES.within(zlib.compress(base64.b64encode(pickle.dumps(["Hoàng", "Yến"])))) is None
