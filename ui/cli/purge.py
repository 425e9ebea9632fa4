"""`vanthu purge`: a custodian removes a document that turned out to be a state secret, for good."""

from __future__ import annotations

import argparse
import sys

from ui.cli import OK
from ui.cli.office import open_office
from ui.cli.say import note, put, put_json
from vanthu.i18n import translate


def purge(chosen: argparse.Namespace) -> int:
    note(
        translate("Tệp gốc, ảnh trang, chữ nhận dạng, thông tin và chỉ mục bị xoá hẳn, không hoàn tác được.")
    )
    note(translate("Để xác nhận, ghi lại mã số văn bản:"))
    body = {"level": chosen.level, "why": chosen.reason, "confirm": sys.stdin.readline().strip()[:20]}
    with open_office(chosen.as_user) as office:
        done = office.json("POST", f"/documents/{chosen.document}/purge", send=body)
    if chosen.json:
        put_json(done)
        return OK
    put(translate("Đã gỡ bỏ."))
    if done["same_file"]:
        others = ", ".join(map(str, done["same_file"]))
        put(translate("Đơn vị còn văn bản có cùng tệp gốc: mã số {others}.").format(others=others))
    return OK
