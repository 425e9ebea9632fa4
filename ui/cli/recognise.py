"""`vanthu ocr`: one file recognised, without a database."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocr.errors import SourceError
from ocr.limits import SourceLimits
from ocr.recognise import OcrOptions, recognise_page
from ocr.source import open_source
from ui import forms
from ui.cli import OK, REFUSED
from ui.cli.failure import CommandFailed
from ui.cli.say import Progress, note, put, put_json
from ui.cli.take_in import read_password
from vanthu.data_folder import DataFolder, location
from vanthu.errors import VanthuError
from vanthu.i18n import translate
from vanthu.settings import settings

if TYPE_CHECKING:
    from ocr.page import PageText


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker process needs to read a page."""

    path: Path
    password: str | None
    limits: SourceLimits
    options: OcrOptions


def ocr(chosen: argparse.Namespace) -> int:
    conf = settings()
    limits = SourceLimits(max_pages=conf.max_pages, max_pixels=conf.max_image_pixels)
    options = OcrOptions(conf.ocr_languages, conf.ocr_page_timeout_s, second_engine=conf.ocr_second_engine)
    work = _Work(chosen.file, read_password(chosen.password_file), limits, options)
    progress, pages, failed = Progress(), [], False
    try:
        with DataFolder(location()).private_temporary():
            for number, count, page in _pages(work, conf.ocr_workers):
                progress.at(f"{number}/{count}")
                failed = failed or isinstance(page, VanthuError)
                pages.append(_form(number, page, as_json=chosen.json))
    except BrokenProcessPool as fault:
        told = translate("Chương trình nhận dạng dừng đột ngột.")
        raise CommandFailed("ocr_died", told, translate("Thử lại.")) from fault
    finally:
        progress.clear()
    if chosen.json:
        put_json({"pages": pages})
    return REFUSED if failed else OK


def _pages(work: _Work, workers: int) -> Iterator[tuple[int, int, PageText | VanthuError]]:
    """Every page in order: its number, how many there are, its text or what went wrong on it."""
    with open_source(work.path, password=work.password, limits=work.limits) as source:
        count = source.page_count
        if count == 1:
            yield 1, 1, _one(source, 1, work.options)
            return
    with ProcessPoolExecutor(min(workers, count)) as pool:
        numbers = range(1, count + 1)
        for number, page in zip(numbers, pool.map(_read, [work] * count, numbers), strict=True):
            yield number, count, page


def _read(work: _Work, number: int) -> PageText | VanthuError:
    """In a worker process: the libraries that read files are not safe in threads."""
    try:
        with open_source(work.path, password=work.password, limits=work.limits) as source:
            return _one(source, number, work.options)
    except SourceError as fault:
        return fault


def _one(source: Any, number: int, options: OcrOptions) -> PageText | VanthuError:
    try:
        return recognise_page(source, number, options)
    except VanthuError as fault:
        return fault


def _form(number: int, page: PageText | VanthuError, *, as_json: bool) -> dict[str, Any]:
    if isinstance(page, VanthuError):
        where = translate("trang {page}").format(page=number)
        note(f"{where}: {page.say()} {page.say_remedy()} ({page.code})")
        return {"number": number, "code": page.code, "message": page.say()}
    if not as_json:
        put(page.text)
    return forms.page(page)
