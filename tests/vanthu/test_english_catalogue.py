"""The English catalogue says exactly what the code says in Vietnamese: nothing missing, nothing left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from records.document_types import document_types
from tests.conftest import ROOT

CATALOGUE = ROOT / "vanthu" / "locale" / "en.po"
ROOMS = ("access", "ingest", "ocr", "rag", "records", "training_modules", "ui", "vanthu")
SPEAKING = (
    "ui",
    "vanthu",
    "access/account_import_files.py",
    "access/audit_actions.py",
    "access/audit_patterns.py",
    "access/errors.py",
    "ingest/errors.py",
    "ingest/media.py",
    "ingest/splitting/words.py",
    "ocr/errors.py",
    "ocr/engines/tesseract.py",
    "rag/asking.py",
    "rag/errors.py",
    "records/errors.py",
    "records/outputs/importing.py",
    "records/outputs/read_tables.py",
    "records/packages/read.py",
    "records/packages/safe_zip.py",
    "training_modules",
)
"""Folders and files where a Vietnamese string is something said to a person; elsewhere it is data to
compare documents with."""
DATA = {
    "ingest/media.py": {"không tên"},
    "training_modules/content.py": {"Đúng", "Sai"},
    "training_modules/editions/templates.py": None,
    "training_modules/proposals/facts.py": None,
    "training_modules/proposals/making.py": None,
    "training_modules/proposals/wording.py": None,
    "ui/api/app.py": {"Văn thư API"},
    "ui/api/downloads.py": {"Đ", "đ"},
    "ui/plain_parts.py": {"Tiếng Việt"},
    "ui/web/components/browser.py": {"Tiếng Việt"},
    "ui/web/screens/admin_import.py": {
        "Tên đăng nhập;Họ và tên;Mã đơn vị;Vai trò\r\nlan.nt;Nguyễn Thị Lan;LOCAL;Chuyên viên\r\n"
    },
    "ui/web/screens/teach/organise_new.py": {"Tên đăng nhập\r\nlan.nt\r\n"},
    "ui/web/screens/first_questions.py": None,
    "vanthu/certificate_files/badge.py": None,
    "vanthu/certificate_files/paper.py": None,
    "vanthu/text.py": None,
}
"""What is not translated there (None: nothing is): names, stored text, questions to Vietnamese documents."""
KEPT = ("Văn thư", "Communiqué", "30/2020/NĐ-CP", "“1 mục II”")
"""Words with marks that English sentences may have: names, and what is typed exactly so."""

VIETNAMESE = re.compile(r"[ạ-ỹăâđêôơưàáãèéìíòóõùúýĩũ]", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{(\w*)\}")


@cache
def _said() -> dict[str, str]:
    """Every message id of the code, with a place where it is said."""
    found = {kind.name: "records/document_types.yaml" for kind in document_types()}
    for path in _sources(ROOMS):
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        ids = [*_translated(tree), *_of_errors(tree)]
        if path in set(_sources(SPEAKING)):
            ids += [text for text, _ in _vietnamese(tree, name)]
        for text in ids:
            found.setdefault(text, name)
    return found


@cache
def _sources(names: tuple[str, ...]) -> tuple[Path, ...]:
    files = [[ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py") for name in names]
    return tuple(sorted(path for group in files for path in group))


def _translated(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "translate":
            yield from _literals(node.args[0])


def _of_errors(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        for line in node.body if isinstance(node, ast.ClassDef) else ():
            targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
            if any(isinstance(each, ast.Name) and each.id in {"message", "remedy"} for each in targets):
                yield from _literals(getattr(line, "value", None))


def _literals(value: ast.AST | None) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _literals(value.body)
        yield from _literals(value.orelse)


def _vietnamese(tree: ast.AST, name: str) -> Iterator[tuple[str, bool]]:
    """Vietnamese strings that are no docstrings, and whether each is only a part of an f-string."""
    unsaid = DATA.get(name, set())
    if unsaid is None:
        return
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docs:
            continue
        if VIETNAMESE.search(node.value) and node.value not in unsaid:
            yield node.value, id(node) in parts


@cache
def _english() -> dict[str, str]:
    with CATALOGUE.open("rb") as stream:
        return {str(entry.id): str(entry.string) for entry in read_po(stream, locale="en") if entry.id}


def test_everything_said_has_an_english_entry() -> None:
    missing = {text: where for text, where in _said().items() if not _english().get(text)}
    assert not missing, f"no English for: {missing}"


def test_every_entry_is_still_said() -> None:
    stale = [text for text in _english() if text not in _said()]
    assert not stale, f"no code says: {stale}"


def test_no_entry_is_written_twice() -> None:
    lines = CATALOGUE.read_text(encoding="utf-8").splitlines()
    ids = [line for line in lines if line.startswith("msgid ")]
    assert len(ids) == len(set(ids))


def test_facts_are_the_same_in_both_languages() -> None:
    differing = {
        text: english
        for text, english in _english().items()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(english))
    }
    assert not differing


def test_english_entries_are_english() -> None:
    def without_kept(text: str) -> str:
        for name in KEPT:
            text = text.replace(name, "")
        return text

    assert not [text for text in _english().values() if VIETNAMESE.search(without_kept(text))]


@pytest.mark.parametrize("path", _sources(SPEAKING), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_words_for_people_are_whole_message_ids(path: Path) -> None:
    """Words glued together in an f-string can be translated by nobody."""
    name = path.relative_to(ROOT).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [text for text, glued in _vietnamese(tree, name) if glued]


def test_nothing_is_exclaimed() -> None:
    assert not [text for text in [*_said(), *_english().values()] if "!" in text]
