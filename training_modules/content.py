"""A course as its files say it: Markdown with YAML front matter, one folder a course."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from training_modules.errors import CourseDamaged
from training_modules.figures import figures_of
from training_modules.files import MAIN, Files, FolderFiles, named
from training_modules.front_matter import checked, load, split, typed
from training_modules.items import KINDS, Item, kind_of
from training_modules.items.fields import options_of

# What must, and what may, stand in the front matter, with its type.
COURSE: dict[str, type] = {
    **dict.fromkeys(("id", "title", "title_en", "summary", "summary_en", "audience"), str),
    **dict.fromkeys(("version", "module", "minutes"), int),
    "activities": list,
}
COURSE_MAY: dict[str, type] = {"sources": dict, "requires": list, "valid_months": int}
ACTIVITY: dict[str, type] = {"id": str, "kind": str, "title": str, "minutes": int}
ACTIVITIES: dict[str, dict[str, type]] = {
    "lesson": {},
    "drill": {"pass_correct": int},
    "quiz": {"pass_correct": int, "draw": int, "bank": str},
}
MAY: dict[str, type] = {"sources": list, "title_en": str}
MOST_MINUTES = 600
MOST_MONTHS = 1200
"""Of a certificate. A day beyond the calendar would let nobody finish."""
TRIED: dict[str, type] = {"time_limit": int, "attempts_a_day": int}
DRILL_MAY: dict[str, type] = {"one_leak_fails": bool, "choices": dict, "snippets": list, "items": list}
MAYS = {"lesson": MAY, "drill": MAY | TRIED | DRILL_MAY, "quiz": MAY | TRIED}
PLACE: dict[str, type] = {
    "reference_number": str,
    "issue_date": date,
    **dict.fromkeys(("article", "clause", "point"), str),
}
SNIPPET: dict[str, type] = dict.fromkeys(("id", "text", "answer", "why"), str)
QUESTION: dict[str, type] = dict.fromkeys(("id", "kind", "stem", "explanation"), str)
QUESTION_MAY: dict[str, type] = {
    **dict.fromkeys(("source", "unit"), str),
    **dict.fromkeys(("options", "targets"), dict),
    **dict.fromkeys(("key", "accepted", "tags"), list),
    **dict.fromkeys(("version", "difficulty"), int),
    **dict.fromkeys(("tolerance", "enough"), float),
    "material": list,
}
MATERIAL: dict[str, type] = {"title": str, "text": str}


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
    point: str | None = None


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
    bank: str = ""
    """The file a quiz draws from."""
    one_leak_fails: bool = False
    """A drill whose choices go from the laxest to the strictest: one choice laxer than its key fails it."""
    in_order: bool = False
    """A drill of several tasks, asked as its file has them."""
    time_limit: int = 0
    """Minutes an attempt may take; 0 for no limit."""
    figures: dict[str, str] = field(default_factory=dict)
    """Drawings its text shows, by file."""
    attempts_a_day: int = 0
    """Attempts one may begin in a day; 0 for no limit."""
    title_en: str = ""


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
    requires: tuple[str, ...] = ()
    """Ids of the courses to be finished before this one opens."""
    valid_months: int | None = None
    """How long its certificate holds; None: without end."""

    def activity(self, activity_id: str) -> Activity | None:
        return next((a for a in self.activities if a.id == activity_id), None)


def read_course(kept: Path | Files) -> Course:
    """The course of these files, or in this folder. Raises `CourseDamaged` naming the file and its fault."""
    files = FolderFiles(kept) if isinstance(kept, Path) else kept
    front, body = read_front(files)
    file = named(files, MAIN)
    sources = {
        str(key): _source(str(key), raw, file) for key, raw in (front.pop("sources", None) or {}).items()
    }
    names = [typed(name, str, file, "activities") for name in front.pop("activities")]
    front["requires"] = tuple(typed(each, str, file, "requires") for each in front.get("requires") or ())
    if not 1 <= (front.get("valid_months") or 1) <= MOST_MONTHS:
        problem = "valid_months phải là số tháng, từ 1 đến {most}"
        raise CourseDamaged(file=file, problem=problem, most=MOST_MONTHS)
    activities = tuple(read_activity(files, name) for name in names)
    course = Course(body=body, activities=activities, sources=sources, **front)
    _check(course, files, names)
    return course


def read_front(files: Files) -> tuple[dict[str, Any], str]:
    """What `course.md` says of the course, each entry of its type; and its body."""
    front, body = split(files, MAIN)
    file = named(files, MAIN)
    front = checked(front, file, COURSE, COURSE_MAY)
    if front["id"] != files.name:
        raise CourseDamaged(file=file, problem="mục id phải trùng tên thư mục {folder}", folder=files.name)
    return front, body


def _source(key: str, raw: Any, file: str) -> Source:
    values = checked(raw, file, {"title": str, "substance": str}, PLACE, key)
    return Source(id=key, **{**dict.fromkeys(PLACE), **values})


def read_activity(files: Files, file: str) -> Activity:
    """One step of the course. Raises `CourseDamaged`."""
    front, body = split(files, file)
    name = named(files, file)
    kind = str(front.get("kind"))
    if kind not in ACTIVITIES:
        raise CourseDamaged(file=name, problem="không có loại hoạt động {kind}", kind=kind)
    front = checked(front, name, {**ACTIVITY, **ACTIVITIES[kind]}, MAYS[kind])
    if kind == "drill":
        front["in_order"] = front.get("items") is not None
        front["items"] = _drill(front, name)
        front["draw"] = len(front["items"])
    if kind == "quiz":
        front["items"] = _bank(files, front["bank"])
    front["sources"] = tuple(str(source) for source in front.get("sources") or ())
    front["title_en"] = front.get("title_en") or ""
    return Activity(body=body, figures=figures_of(body, files, file), **front)


def _drill(front: dict[str, Any], file: str) -> tuple[Item, ...]:
    """Either snippets with the same choices for each, or questions of any kind, as in a bank."""
    if front.get("items") is not None:
        return read_items(front.pop("items"), file)
    return _snippets(front.pop("choices", None), front.pop("snippets", None), file)


def _snippets(choices: Any, snippets: Any, file: str) -> tuple[Item, ...]:
    options = options_of(choices, file, "choices")
    snippets = typed(snippets, list, file, "snippets")
    items = []
    for n, entry in enumerate(snippets, 1):
        at = _called(entry, n)
        raw = checked(entry, file, SNIPPET, {"group": str, "source": str}, at)
        key = (raw["answer"],)
        items.append(Item(raw["id"], "single", raw["text"], options, key, raw["why"], raw.get("source")))
    return tuple(items)


def _bank(files: Files, file: str) -> tuple[Item, ...]:
    name = named(files, file)
    return read_items(checked(load(files, file), name, {"items": list})["items"], name)


def read_items(entries: list[Any], file: str) -> tuple[Item, ...]:
    """The questions of a bank's entries. Raises `CourseDamaged` naming `file` and the question."""
    return tuple(_item(entry, file, _called(entry, n)) for n, entry in enumerate(entries, 1))


def _called(entry: Any, number: int) -> str:
    """What an entry is called in a message: its id, else which one it is."""
    return str(entry["id"]) if isinstance(entry, dict) and entry.get("id") else str(number)


def _item(entry: Any, file: str, at: str) -> Item:
    name = entry.get("kind") if isinstance(entry, dict) else None
    kind = KINDS.get(name) if isinstance(name, str) else None
    raw = checked(entry, file, QUESTION, {**QUESTION_MAY, **kind.may} if kind else QUESTION_MAY, at)
    if kind is None:
        problem = "câu {item}: không có loại câu hỏi {kind}"
        raise CourseDamaged(file=file, problem=problem, item=at, kind=raw["kind"])
    item = kind.read(raw, file, at)
    tags = tuple(typed(tag, str, file, f"{at}: tags") for tag in raw.get("tags") or ())
    detail = {**item.detail, **_beside(raw, file, at)}
    return replace(item, tags=tags, difficulty=raw.get("difficulty"), detail=detail)


def _beside(raw: dict[str, Any], file: str, at: str) -> dict[str, Any]:
    """What a question of any kind may have: texts shown with it, and the share of it that passes."""
    detail: dict[str, Any] = {}
    if raw.get("material"):
        detail["material"] = [checked(each, file, MATERIAL, at=f"{at}: material") for each in raw["material"]]
    if raw.get("enough") is not None:
        detail["enough"] = raw["enough"]
    return detail


def _check(course: Course, files: Files, names: list[str]) -> None:
    """What a course must hold true before a learner may see it."""
    if len({activity.id for activity in course.activities}) != len(course.activities):
        raise CourseDamaged(file=named(files, MAIN), problem="có hai phần trùng mã")
    for activity, file in zip(course.activities, names, strict=True):
        name = named(files, file)
        items_in = named(files, activity.bank or file)
        for item in activity.items:
            check_item(item, items_in)
            if item.source and item.source not in course.sources:
                problem = "câu {item} dẫn nguồn không có: {source}"
                raise CourseDamaged(file=items_in, problem=problem, item=item.id, source=item.source)
        if len({item.id for item in activity.items}) != len(activity.items):
            raise CourseDamaged(file=items_in, problem="có hai câu trùng mã")
        if missing := [key for key in activity.sources if key not in course.sources]:
            raise CourseDamaged(file=name, problem="dẫn nguồn không có: {source}", source=missing[0])
        if activity.kind != "lesson" and not 0 < activity.pass_correct <= activity.draw <= len(
            activity.items
        ):
            raise CourseDamaged(file=name, problem="số câu rút hoặc số câu cần đúng không hợp lệ")
        if activity.time_limit < 0 or activity.attempts_a_day < 0:
            raise CourseDamaged(file=name, problem="thời gian làm bài và số lượt mỗi ngày không được âm")
        if activity.time_limit > MOST_MINUTES:
            problem = "thời gian làm bài nhiều nhất {most} phút"
            raise CourseDamaged(file=name, problem=problem, most=MOST_MINUTES)


def check_item(item: Item, file: str) -> None:
    """What a question must hold true. Raises `CourseDamaged`."""
    if not 0 < item.enough <= 1:
        raise CourseDamaged(
            file=file, problem="câu {item}: enough phải lớn hơn 0, nhiều nhất là 1", item=item.id
        )
    if problem := kind_of(item).problem(item):
        raise CourseDamaged(file=file, problem=problem, item=item.id)
    if not item.explanation.strip():
        raise CourseDamaged(file=file, problem="câu {item} thiếu lời giải thích", item=item.id)
