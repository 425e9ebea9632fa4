"""The package: manifest, page, script, fonts, in one zip."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import fontpkg_be_vietnam_pro

from training_modules.content import Course
from training_modules.scorm.contents import LeftOut, as_data, fit
from training_modules.scorm.labels import labels
from training_modules.scorm.manifest import EDITIONS, START, Edition, manifest
from training_modules.scorm.page import page

CLIENT = Path(__file__).parent / "client"
SCRIPTS = ("grading.js", "runtime.js", "fields.js", "course.js", "course.css")
FONTS = ("BeVietnamPro-Regular.ttf", "BeVietnamPro-Italic.ttf", "BeVietnamPro-SemiBold.ttf")
_MADE_AT = (2026, 1, 1, 0, 0, 0)
"""One moment for every file, so that the same course gives the same bytes."""


def scorm_package(course: Course, edition: Edition, *, with_quiz: bool = True) -> bytes:
    """A zip that other learning systems take in, in the current language.

    Its quiz is graded in the learner's browser, so the keys of the whole bank lie in it: where the questions
    are to stay secret, `with_quiz` is False.
    """
    activities, _ = fit(course, with_quiz=with_quiz)
    words = labels()
    data = as_data(course, activities, words, edition)
    files: dict[str, bytes] = {
        START: page(course, activities, words).encode(),
        "data.js": f"window.VANTHU = {_script_safe(json.dumps(data, ensure_ascii=False))};\n".encode(),
        **{name: (CLIENT / name).read_bytes() for name in SCRIPTS},
    }
    carried = Path(fontpkg_be_vietnam_pro.__file__).parent
    files |= {f"fonts/{name}": (carried / "files" / name).read_bytes() for name in FONTS}
    files["fonts/LICENSE"] = (carried / "LICENSE").read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in {"imsmanifest.xml": manifest(course, edition, list(files)), **files}.items():
            package.writestr(zipfile.ZipInfo(name, _MADE_AT), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def left_out(course: Course, *, with_quiz: bool = True) -> tuple[LeftOut, ...]:
    """What of the course a package does not have."""
    return fit(course, with_quiz=with_quiz)[1]


def _script_safe(text: str) -> str:
    """JSON that is also JavaScript of every age, and closes no script wherever it is put."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


__all__ = ["EDITIONS", "Edition", "LeftOut", "left_out", "scorm_package"]
