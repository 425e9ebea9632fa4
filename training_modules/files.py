"""The files of one course, from wherever they are kept: a folder, or an edition in the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from training_modules.errors import CourseDamaged

MAIN = "course.md"
ENDINGS = (".md", ".yaml", ".yml", ".svg")
"""What a course is written in; anything else in its folder is no part of it."""
LARGEST = 1_200_000
"""Bytes of one file: what the editor keeps, in signs of four bytes each."""
UNOPENED = "máy chủ không mở được tệp này"
MARK = "\ufeff"
"""The byte order mark that editors on Windows put in front, which is no fault."""


class Files(Protocol):
    """What the reader of courses needs to know of a course's files."""

    @property
    def name(self) -> str:
        """The course's folder, which is its id."""

    def text(self, file: str) -> str:
        """The file's text. Raises `CourseDamaged` naming the file that is not there or no text."""


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """As they lie in a folder now."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    def text(self, file: str) -> str:
        if not is_plain(file):  # no path is made from what a course's file says
            raise CourseDamaged(file=named(self, file), problem="không có tệp này")
        path = self.folder / file
        try:
            if not path.resolve().is_relative_to(self.folder.resolve()):  # a link to what is not the course's
                raise CourseDamaged(file=named(self, file), problem="không có tệp này")
            if path.stat().st_size > LARGEST:
                raise CourseDamaged(file=named(self, file), problem="tệp quá lớn")
            text = as_kept(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError as error:
            raise CourseDamaged(file=named(self, file), problem="không có tệp này") from error
        except UnicodeDecodeError as error:
            raise CourseDamaged(file=named(self, file), problem="tệp phải lưu với bảng mã UTF-8") from error
        except (OSError, RuntimeError) as error:  # RuntimeError: links that go round
            raise CourseDamaged(file=named(self, file), problem=UNOPENED) from error
        if "\0" in text:  # no text has it, and PostgreSQL keeps none that does
            raise CourseDamaged(file=named(self, file), problem="tệp phải lưu với bảng mã UTF-8")
        return text

    def all(self) -> dict[str, str]:
        """Every file of the course by name."""
        try:
            names = [path.name for path in self.folder.iterdir() if path.is_file()]
        except OSError as error:
            raise CourseDamaged(file=self.name, problem=UNOPENED) from error
        return {name: self.text(name) for name in sorted(names) if is_plain(name) and name.endswith(ENDINGS)}


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """As an edition keeps them."""

    name: str
    texts: Mapping[str, str]

    def text(self, file: str) -> str:
        if file not in self.texts:
            raise CourseDamaged(file=named(self, file), problem="không có tệp này")
        return self.texts[file]


def named(files: Files, file: str) -> str:
    """How a trainer knows the file: the course's folder and the file in it."""
    return f"{files.name}/{file}"


def is_plain(file: str) -> bool:
    """Whether this is the name of a file in the course's own folder, and nowhere else."""
    return bool(file) and file[0] not in "._~" and "/" not in file and "\\" not in file and "\0" not in file


def as_kept(text: str) -> str:
    """One text for one content: however an editor ends its lines, the digest is the same."""
    return text.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n")


def digest_of(texts: Mapping[str, str]) -> str:
    """SHA-256 of names and texts: names exactly this state of the course."""
    told = json.dumps(dict(sorted(texts.items())), ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
