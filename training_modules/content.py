"""A course as its files say it: Markdown with YAML front matter, one folder a course."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

from training_modules.errors import CourseDamaged

ItemKind = Literal["single", "multiple", "true_false"]
ITEM_KINDS = ("single", "multiple", "true_false")
ACTIVITY_KINDS = ("lesson", "drill", "quiz")


@dataclass(frozen=True, slots=True)
class Source:
    """A source card: which clause a lesson or an item rests on, in our own words."""

    id: str
    reference_number: str | None
    title: str
    issue_date: date | None
    article: str | None
    clause: str | None
    substance: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question or drill snippet with its key. `digest` names exactly this wording of it."""

    id: str
    kind: ItemKind
    stem: str
    options: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    explanation: str
    source: str | None

    @property
    def digest(self) -> str:
        """SHA-256 of everything a learner is graded on; attempts pin it."""
        return hashlib.sha256(
            json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()
        ).hexdigest()


@dataclass(frozen=True, slots=True)
class Activity:
    """One step of a course: a lesson, a drill or a quiz."""

    id: str
    kind: Literal["lesson", "drill", "quiz"]
    title: str
    minutes: int
    body: str
    """Markdown."""
    sources: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    draw: int = 0
    """How many items an attempt draws; all of them in a drill."""
    pass_correct: int = 0
    strictness: tuple[str, ...] = ()
    """Drill answers from the laxest to the strictest; one laxer than the key is a leak and fails."""


@dataclass(frozen=True, slots=True)
class Course:
    id: str
    version: int
    module: int
    title: str
    title_en: str
    summary: str
    summary_en: str
    audience: str
    minutes: int
    body: str
    activities: tuple[Activity, ...]
    sources: dict[str, Source] = field(default_factory=dict)

    def activity(self, activity_id: str) -> Activity | None:
        return next((a for a in self.activities if a.id == activity_id), None)


def read_course(folder: Path) -> Course:
    """The course in `folder`. Raises `CourseDamaged` naming the file and what is wrong in it."""
    front, body = _split(folder / "course.md")
    try:
        sources = {key: _source(key, raw) for key, raw in front.pop("sources", {}).items()}
        files = front.pop("activities")
        activities = tuple(_activity(folder / str(name)) for name in files)
        course = Course(body=body, activities=activities, sources=sources, **front)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise CourseDamaged(file=f"{folder.name}/course.md", problem="{fault}", fault=str(error)) from error
    _check(course, folder)
    return course


def _split(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter and Markdown body of a file."""
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
        opening, front, body = text.split("---\n", 2)
        values = yaml.safe_load(front)
    except FileNotFoundError as error:
        raise CourseDamaged(file=name, problem="không có tệp này") from error
    except (ValueError, yaml.YAMLError) as error:
        raise _unreadable(name, error) from error
    if opening or not isinstance(values, dict):
        raise CourseDamaged(file=name, problem="phần đầu tệp phải nằm giữa hai dòng ---")
    return values, body.strip()


def _unreadable(file: str, error: Exception) -> CourseDamaged:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return CourseDamaged(file=file, problem="không đọc được phần đầu tệp")
    return CourseDamaged(file=file, problem="không đọc được dòng {line}", line=mark.line + 2)


def _source(key: str, raw: dict[str, Any]) -> Source:
    return Source(id=key, **raw)


def _activity(path: Path) -> Activity:
    front, body = _split(path)
    name = f"{path.parent.name}/{path.name}"
    try:
        kind = front.pop("kind")
        if kind not in ACTIVITY_KINDS:
            raise CourseDamaged(file=name, problem="không có loại hoạt động {kind}", kind=kind)
        if kind == "drill":
            front["strictness"], front["items"] = _drill(front.pop("choices"), front.pop("snippets"))
            front["draw"] = len(front["items"])
        if kind == "quiz":
            front["items"] = _bank(path.parent / front.pop("bank"))
        front["sources"] = tuple(front.get("sources", ()))
        return Activity(kind=kind, body=body, **front)
    except (TypeError, KeyError, AttributeError) as error:
        raise CourseDamaged(file=name, problem="{fault}", fault=str(error)) from error


def _drill(
    choices: dict[str, str], snippets: list[dict[str, Any]]
) -> tuple[tuple[str, ...], tuple[Item, ...]]:
    options = tuple(choices.items())
    items = tuple(
        Item(raw["id"], "single", raw["text"], options, (raw["answer"],), raw["why"], raw.get("source"))
        for raw in snippets
    )
    return tuple(choices), items


def _bank(path: Path) -> tuple[Item, ...]:
    name = f"{path.parent.name}/{path.name}"
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CourseDamaged(file=name, problem="không có tệp này") from error
    except yaml.YAMLError as error:
        raise _unreadable(name, error) from error
    return tuple(_item(entry, name) for entry in raw["items"])


def _item(raw: dict[str, Any], file: str) -> Item:
    if raw["kind"] not in ITEM_KINDS:
        problem = "câu {item}: không có loại câu hỏi {kind}"
        raise CourseDamaged(file=file, problem=problem, item=raw["id"], kind=raw["kind"])
    if raw["kind"] == "true_false":
        options: tuple[tuple[str, str], ...] = (("true", "Đúng"), ("false", "Sai"))
        key = tuple("true" if value is True else "false" for value in raw["key"])
    else:
        options = tuple((str(k), str(v)) for k, v in raw["options"].items())
        key = tuple(str(value) for value in raw["key"])
    return Item(raw["id"], raw["kind"], raw["stem"], options, key, raw["explanation"], raw.get("source"))


def _check(course: Course, folder: Path) -> None:
    """What a course must hold true before a learner may see it."""
    for activity in course.activities:
        name = f"{folder.name}/{activity.id}"
        for item in activity.items:
            _check_item(item, name)
            if item.source and item.source not in course.sources:
                problem = "câu {item} dẫn nguồn không có: {source}"
                raise CourseDamaged(file=name, problem=problem, item=item.id, source=item.source)
        if len({item.id for item in activity.items}) != len(activity.items):
            raise CourseDamaged(file=name, problem="có hai câu trùng mã")
        if missing := [key for key in activity.sources if key not in course.sources]:
            raise CourseDamaged(file=name, problem="dẫn nguồn không có: {source}", source=missing[0])
        if activity.kind != "lesson" and not 0 < activity.pass_correct <= activity.draw <= len(
            activity.items
        ):
            raise CourseDamaged(file=name, problem="số câu rút hoặc số câu cần đúng không hợp lệ")


def _check_item(item: Item, file: str) -> None:
    names = {name for name, _ in item.options}
    if not item.key or not set(item.key) <= names or len(set(item.key)) != len(item.key):
        raise CourseDamaged(file=file, problem="câu {item} không có đáp án hợp lệ", item=item.id)
    if item.kind != "multiple" and len(item.key) != 1:
        raise CourseDamaged(file=file, problem="câu {item} phải có đúng một đáp án", item=item.id)
    if not item.explanation.strip():
        raise CourseDamaged(file=file, problem="câu {item} thiếu lời giải thích", item=item.id)
