"""Messages and what fills them."""

from __future__ import annotations

import pickle

from ocr.errors import ImageTooLarge, TooManyPages


def test_a_fact_an_older_program_did_not_keep_never_costs_the_message() -> None:
    assert TooManyPages(pages=5000).say() == "Tệp có 5000 trang, vượt giới hạn …."


def test_sizes_are_told_as_people_say_them_also_after_the_job_store() -> None:
    fault = pickle.loads(pickle.dumps(ImageTooLarge(pixels=300_000_000, limit=120_000_000)))
    assert fault.say() == "Ảnh có 300 triệu điểm ảnh, vượt giới hạn 120 triệu."
    assert ImageTooLarge(pixels=120_000_001, limit=120_000_000).say().startswith("Ảnh có 121 triệu")
