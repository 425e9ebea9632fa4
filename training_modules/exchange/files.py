"""Files of questions by what their names end in, from bytes and into bytes."""

from __future__ import annotations

from collections.abc import Sequence

from training_modules.exchange.bank import read_bank, write_bank
from training_modules.exchange.gift_read import read_gift
from training_modules.exchange.gift_write import write_gift
from training_modules.exchange.moodle_read import read_moodle
from training_modules.exchange.moodle_write import write_moodle
from training_modules.exchange.qti_package import is_item, read_qti, write_qti
from training_modules.exchange.safe_xml import parse
from training_modules.exchange.types import Brought, QuestionFileUnreadable, WrittenFile
from training_modules.items import Item

FORMATS = {
    "gift": (read_gift, write_gift),
    "xml": (read_moodle, write_moodle),
    "yaml": (read_bank, write_bank),
}
"""Forms that are text, by what a file's name ends in."""
QTI = "zip"
_ALSO = {"txt": "gift", "yml": "yaml"}
LARGEST_BYTES = 20_000_000


def form_of(name: str) -> str | None:
    """The form a file of this name has; None where it is none of ours."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    form = _ALSO.get(ending, ending)
    return form if form in FORMATS or form == QTI else None


def read_file(form: str, data: bytes) -> Brought:
    """Raises `QuestionFileUnreadable`. One question of QTI may also come as a bare XML file."""
    if len(data) > LARGEST_BYTES:
        raise QuestionFileUnreadable
    if form == QTI or (form == "xml" and is_item(parse(data))):
        return read_qti(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionFileUnreadable from error
    return FORMATS[form][0](text)


def write_file(form: str, items: Sequence[Item]) -> WrittenFile:
    if form == QTI:
        return write_qti(items)
    written = FORMATS[form][1](items)
    return WrittenFile(written.text.encode(), written.left_out)
