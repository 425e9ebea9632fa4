"""`vanthu questions convert`: a bank of questions between GIFT, Moodle XML and the course's own YAML."""

from __future__ import annotations

import argparse
from pathlib import Path

from training_modules.exchange import FORMATS, QuestionFileUnreadable
from ui.cli import OK, REFUSED
from ui.cli.failure import CommandFailed
from ui.cli.say import note, put, put_json
from vanthu.i18n import translate
from vanthu.whole_file import written_whole

LARGEST_BYTES = 20_000_000


def convert(chosen: argparse.Namespace) -> int:
    """What can be taken is taken; every question left out is named, and the status is then 1.

    A file that gives no question writes nothing: what stands at OUT stays.
    """
    read, _ = FORMATS[_form(chosen.file)]
    _, write = FORMATS[_form(chosen.out)]
    brought = read(_text(chosen.file))
    written = write(brought.items)
    if not brought.items and not brought.faults:
        raise QuestionFileUnreadable
    if brought.items:
        with written_whole(chosen.out) as sink:
            sink.write(written.text.encode())
    left_out = [
        {"line": fault.line, "message": fault.say(), "code": "question_broken"} for fault in brought.faults
    ]
    no_form = translate("câu {item}: dạng tệp này không có loại câu hỏi như vậy")
    left_out += [
        {"line": None, "message": no_form.format(item=item), "code": "question_has_no_form"}
        for item in written.left_out
    ]
    unexplained = [item.id for item in brought.items if not item.explanation.strip()]
    count = len(brought.items) - len(written.left_out)
    if chosen.json:
        put_json({"written": count, "left_out": left_out, "unexplained": unexplained})
    elif brought.items:
        put(translate("Đã ghi {count} câu vào {file}.").format(count=count, file=chosen.out))
    for each in left_out:
        where = translate("dòng {line}").format(line=each["line"]) if each["line"] else chosen.out.name
        note(f"{where}: {each['message']} ({each['code']})")
    if unexplained:
        told = translate("Chưa có lời giải thích, cần viết thêm trước khi dùng: {items}")
        note(told.format(items=", ".join(unexplained)))
    return REFUSED if left_out else OK


def _form(path: Path) -> str:
    ending = path.suffix.lower().removeprefix(".")
    form = {"txt": "gift", "yml": "yaml"}.get(ending, ending)
    if form not in FORMATS:
        told = translate("Không rõ dạng câu hỏi của {file}.").format(file=path.name)
        remedy = translate(
            "Dùng tệp .gift hoặc .txt (GIFT), .xml (Moodle XML), .yaml (ngân hàng của khoá học)."
        )
        raise CommandFailed("question_form_unknown", told, remedy)
    return form


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST_BYTES:
        raise QuestionFileUnreadable
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionFileUnreadable from error
