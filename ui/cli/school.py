"""`vanthu course export`, `vanthu statements status|export`."""

from __future__ import annotations

import argparse

from ui.cli.courses import export_files
from ui.cli.office import open_office
from ui.cli.say import note
from ui.cli.tell import report, tell
from vanthu.i18n import translate


def export_course(chosen: argparse.Namespace) -> int:
    """What the package cannot hold is named; that is no failure."""
    if chosen.format == "files":
        return export_files(chosen)
    wanted = {
        "course": chosen.course,
        "file": str(chosen.file.absolute()),
        "form": chosen.format,
        "quiz": not chosen.without_quiz,
    }
    with open_office() as office:
        made = office.json("POST", "/operator/course-package", send=wanted)
    told = translate("Không có trong gói: {title} ({count} câu)")
    whole = translate("Không có trong gói: {title}")
    for each in made["left_out"]:
        words = told if each["items"] else whole
        note(words.format(title=each["title"], count=each["items"]))
    return report(chosen, made, ("file",))


def count_statements(chosen: argparse.Namespace) -> int:
    return tell(chosen, "GET", "/operator/statements", ("kept", "waiting", "refused"))


def export_statements(chosen: argparse.Namespace) -> int:
    wanted = {"file": str(chosen.file.absolute()), "since": chosen.since}
    return tell(chosen, "POST", "/operator/statements/export", ("file", "statements"), send=wanted)
