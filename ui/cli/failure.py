"""A command that cannot go on: said once, in the form the API uses."""

from __future__ import annotations

import errno
import json
import sys

from vanthu.i18n import translate


class CommandFailed(Exception):
    """Ends the command with a message and a remedy."""

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(code)
        self.form = {"code": code, "message": message, "remedy": remedy}

    def tell(self, *, as_json: bool) -> None:
        """On standard error for people; with `--json` also as the one value on standard output."""
        if as_json:
            print(json.dumps(self.form, ensure_ascii=False))
        lines = (f"vanthu: {self.form['message']}", self.form["remedy"])
        print("\n".join(line for line in lines if line), file=sys.stderr)


def as_failure(fault: Exception) -> CommandFailed | None:
    """`fault` as something to tell a person; None for a defect of the program."""
    if isinstance(fault, CommandFailed):
        return fault
    # Rooms that were never loaded raised nothing: their errors are not imported just to compare.
    errors = sys.modules.get("vanthu.errors")
    if errors is not None and isinstance(fault, errors.VanthuError):
        return CommandFailed(fault.code, fault.say(), fault.say_remedy())
    if isinstance(fault, OSError) and fault.errno in {errno.ENOSPC, errno.EDQUOT}:
        told = translate("Ổ đĩa đã đầy, chưa ghi xong.")
        return CommandFailed(
            "disk_full", told, translate("Giải phóng dung lượng ổ đĩa rồi chạy lại lệnh này.")
        )
    if isinstance(fault, OSError) and fault.filename is not None:
        told = translate("Không đọc hoặc không ghi được {file}.").format(file=fault.filename)
        return CommandFailed("file_unusable", told, translate("Kiểm tra lại đường dẫn và quyền truy cập."))
    return None
