"""From questions with their answers to a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vanthu.answer_files.content import sheet_of
from vanthu.answer_files.plain import plain
from vanthu.answer_files.types import AnswerFile, FileForm
from vanthu.db import OFFICE_TIME

if TYPE_CHECKING:
    from vanthu.answer_files.content import Sources
    from vanthu.answer_files.types import Told

MEDIA_TYPES = {
    FileForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileForm.PDF: "application/pdf",
    FileForm.TEXT: "text/plain; charset=utf-8",
}


def make(told: Sequence[Told], sources: Sources, form: FileForm) -> AnswerFile:
    """One file for all of them, in their order."""
    sheet = sheet_of(told, sources)
    match form:
        case FileForm.TEXT:
            content = plain(sheet).encode()
        case FileForm.DOCX:
            from vanthu.answer_files.word import word  # noqa: PLC0415 - loads python-docx

            content = word(sheet)
        case FileForm.PDF:
            from vanthu.answer_files.pages import pages  # noqa: PLC0415 - loads the typesetter

            content = pages(sheet)
    name = "tra-loi" if len(told) == 1 else "hoi-dap"
    day = max(each.at for each in told).astimezone(OFFICE_TIME)
    return AnswerFile(f"{name}-{day:%Y%m%d}.{form}", MEDIA_TYPES[form], content)
