"""`vanthu questions convert`: a bank of questions between GIFT, Moodle XML, QTI and the course's own YAML."""

from __future__ import annotations

import argparse
from pathlib import Path

from training_modules.exchange import LARGEST_BYTES, QuestionFileUnreadable, form_of, read_file, write_file
from ui.cli import OK, REFUSED
from ui.cli.failure import CommandFailed
from ui.cli.say import note, put, put_json
from vanthu.i18n import translate
from vanthu.whole_file import written_whole


def convert(chosen: argparse.Namespace) -> int:
    """What can be taken is taken; every question left out is named, and the status is then 1.

    A file that gives no question writes nothing: what stands at OUT stays.
    """
    form, into = _form(chosen.file), _form(chosen.out)
    if chosen.file.stat().st_size > LARGEST_BYTES:
        raise QuestionFileUnreadable
    brought = read_file(form, chosen.file.read_bytes())
    written = write_file(into, brought.items)
    if not brought.items and not brought.faults:
        raise QuestionFileUnreadable
    if brought.items:
        with written_whole(chosen.out) as sink:
            sink.write(written.data)
    left_out = [
        {"file": fault.file or None, "line": fault.line, "message": fault.say(), "code": "question_broken"}
        for fault in brought.faults
    ]
    no_form = translate("câu {item}: dạng tệp này không có loại câu hỏi như vậy")
    left_out += [
        {"file": None, "line": None, "message": no_form.format(item=item), "code": "question_has_no_form"}
        for item in written.left_out
    ]
    unexplained = [item.id for item in brought.items if not item.explanation.strip()]
    count = len(brought.items) - len(written.left_out)
    if chosen.json:
        put_json({"written": count, "left_out": left_out, "unexplained": unexplained})
    elif brought.items:
        put(translate("Đã ghi {count} câu vào {file}.").format(count=count, file=chosen.out))
    for each in left_out:
        line = translate("dòng {line}").format(line=each["line"]) if each["line"] else chosen.out.name
        where = f"{each['file']}, {line}" if each["file"] else line
        note(f"{where}: {each['message']} ({each['code']})")
    if unexplained:
        told = translate("Chưa có lời giải thích, cần viết thêm trước khi dùng: {items}")
        note(told.format(items=", ".join(unexplained)))
    return REFUSED if left_out else OK


def _form(path: Path) -> str:
    form = form_of(path.name)
    if form is None:
        told = translate("Không rõ dạng câu hỏi của {file}.").format(file=path.name)
        remedy = translate(
            "Dùng tệp .gift hoặc .txt (GIFT), .xml (Moodle XML), .zip (QTI), .yaml (ngân hàng của khoá học)."
        )
        raise CommandFailed("question_form_unknown", told, remedy)
    return form
