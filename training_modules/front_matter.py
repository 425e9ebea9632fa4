"""Reading what a trainer wrote: YAML front matter, with faults told in a trainer's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from training_modules import bounded_yaml
from training_modules.errors import CourseDamaged
from training_modules.files import Files, named

FIRST_LINE_OF_FRONT = 2
"""The front matter begins on the file's second line, after `---`."""

WRONG: dict[type, str] = {
    str: "mục {field} phải là chữ, đặt trong dấu nháy kép",
    int: "mục {field} phải là một số",
    float: "mục {field} phải là một số",
    list: "mục {field} phải là một danh sách",
    dict: "mục {field} phải gồm các dòng tên: giá trị",
    bool: "mục {field} phải là true hoặc false",
    date: "mục {field} phải là ngày, viết như 2025-11-19",
}


def split(files: Files, file: str) -> tuple[dict[str, Any], str]:
    """Front matter and Markdown body of a file."""
    lines = files.text(file).split("\n")
    marks = [n for n, line in enumerate(lines) if line.rstrip() == "---"][:2]
    if len(marks) < 2 or marks[0] != 0:
        raise CourseDamaged(file=named(files, file), problem="phần đầu tệp phải nằm giữa hai dòng ---")
    front = _yaml("\n".join(lines[1 : marks[1]]), named(files, file), FIRST_LINE_OF_FRONT)
    return front, "\n".join(lines[marks[1] + 1 :]).strip()


def load(files: Files, file: str) -> dict[str, Any]:
    """A whole YAML file."""
    return _yaml(files.text(file), named(files, file), 1)


def _yaml(text: str, file: str, first_line: int) -> dict[str, Any]:
    try:
        values = bounded_yaml.load(text)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
            raise CourseDamaged(file=file, problem="không đọc được phần đầu tệp") from error
        mark = error.problem_mark
        if error.context == "while scanning a simple key":
            mark = error.context_mark or mark  # a forgotten colon, noticed a line later
        raise CourseDamaged(
            file=file, problem="không đọc được dòng {line}", line=mark.line + first_line
        ) from error
    if not isinstance(values, dict):
        raise CourseDamaged(file=file, problem=WRONG[dict], field="1")
    return values


def checked(
    raw: Any,
    file: str,
    needed: Mapping[str, type],
    optional: Mapping[str, type] | None = None,
    at: str = "",
) -> dict[str, Any]:
    """`raw` with exactly the entries named, each of its type; a bare number where words are wanted is words.

    `at` says where in the file it stands, such as the id of the question.
    """
    place = f"{at}: " if at else ""
    if not isinstance(raw, dict):
        raise CourseDamaged(file=file, problem=WRONG[dict], field=at)
    wanted = {**needed, **(optional or {})}
    if missing := [name for name in needed if raw.get(name) is None]:
        raise CourseDamaged(file=file, problem="thiếu mục {field}", field=f"{place}{missing[0]}")
    if unknown := [str(name) for name in raw if name not in wanted]:
        problem = "không có mục nào tên {field}"
        raise CourseDamaged(file=file, problem=problem, field=f"{place}{unknown[0]}")
    return {
        name: None if value is None else typed(value, wanted[name], file, f"{place}{name}")
        for name, value in raw.items()
    }


def typed(value: Any, kind: type, file: str, field: str) -> Any:
    """`value` as `kind`; YAML's yes, no, on and off are no words."""
    if kind is str and type(value) in (int, float):
        return str(value)
    if kind is float and type(value) is int:
        return float(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise CourseDamaged(file=file, problem=WRONG[kind], field=field)
    return value
