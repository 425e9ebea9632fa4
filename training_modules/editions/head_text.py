"""The head of a course's file: single entries are changed, all else stays as it was written.

Comments, the order of entries and the words below the head stay byte for byte. Where an entry is written in
a way that cannot be changed by itself (a name for another entry, say), the head is written anew and loses its
comments, never a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import yaml

from training_modules import bounded_yaml
from training_modules.editions.errors import HeadUnreadable
from training_modules.files import as_kept

MARK = "---"
_WIDE = 1_000_000
"""Characters of a line: nothing is broken over two."""

_Kind = TypeVar("_Kind", list[Any], dict[str, Any])


@dataclass(frozen=True, slots=True)
class Parts:
    """A file as its three parts; put together they are the file."""

    opening: str
    """The first mark's line."""
    head: str
    closing: str
    """The second mark's line."""
    body: str

    @property
    def text(self) -> str:
        return f"{self.opening}{self.head}{self.closing}{self.body}"


def parts_of(text: str, file: str) -> Parts:
    """Raises `HeadUnreadable` where the marks are missing."""
    lines = text.split("\n")
    marks = [n for n, line in enumerate(lines) if line.rstrip() == MARK][:2]
    if len(marks) < 2 or marks[0] != 0:
        raise HeadUnreadable(file=file)
    whole = [f"{line}\n" for line in lines[:-1]] + [lines[-1]]
    end = marks[1]
    return Parts(whole[0], "".join(whole[1:end]), whole[end], "".join(whole[end + 1 :]))


def head_of(text: str, file: str) -> dict[str, Any]:
    """The entries of the head. Raises `HeadUnreadable`."""
    try:
        values = _loaded(parts_of(text, file).head)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise HeadUnreadable(file=file) from error
    if not isinstance(values, dict | None):
        raise HeadUnreadable(file=file)
    return deepcopy(values) or {}


def entry(text: str, file: str, name: str, kind: type[_Kind]) -> _Kind:
    """An entry of the head, which is a list or mapping; an empty one where it is absent or left open.

    Raises `HeadUnreadable` where it is anything else: what was meant cannot be told, so nothing replaces it.
    """
    value = head_of(text, file).get(name)
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise HeadUnreadable(file=file)
    return value


@lru_cache(maxsize=64)
def _loaded(head: str) -> Any:
    """A page asks for the same heads again and again."""
    return bounded_yaml.load(head)


def with_body(text: str, file: str, body: str) -> str:
    """The file with other words below its head."""
    there = parts_of(text, file)
    closing = there.closing if there.closing.endswith("\n") else f"{there.closing}\n"
    return Parts(there.opening, there.head, closing, as_kept(body)).text


def changed(text: str, file: str, values: Mapping[str, Any]) -> str:
    """The file with these entries in its head; None takes an entry away. Raises `HeadUnreadable`."""
    there = parts_of(text, file)
    old = head_of(text, file)
    new = {name: value for name, value in {**old, **values}.items() if not (name in values and value is None)}
    if _same(old, new):
        return text
    head = _written(there.head, old, new)
    return Parts(there.opening, head, there.closing, there.body).text


def _written(head: str, old: dict[str, Any], new: dict[str, Any]) -> str:
    root = yaml.compose(head, Loader=yaml.SafeLoader)
    if isinstance(root, yaml.MappingNode) and not root.flow_style:
        told = head if head.endswith("\n") else f"{head}\n"
        for start, end, words in sorted(_edits(told, root, old, new), reverse=True):
            told = f"{told[:start]}{words}{told[end:]}"
        if _says(told, new):
            return told
    return _dumped(new)


def _says(head: str, values: dict[str, Any]) -> bool:
    try:
        there = bounded_yaml.load(head)
    except (yaml.YAMLError, ValueError, RecursionError):
        return False
    return _same(there, values) and not any(line.rstrip() == MARK for line in head.split("\n"))


Edit = tuple[int, int, str]
"""From where to where, in characters, and what shall stand there."""


def _edits(head: str, node: yaml.MappingNode, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Edit]:
    """What to do in a mapping written one entry a line."""
    seen = set()
    for key, value in node.value:
        name = key.value
        if name not in old:
            continue  # a key that is no word: nothing here changes it
        seen.add(name)
        if name not in new:
            yield _line_start(head, key.start_mark.index), _after_line(head, _end(head, value)), ""
        elif not _same(old[name], new[name]):
            yield from _changed(head, key, value, old[name], new[name])
    added = {name: value for name, value in new.items() if name not in old}
    if added:
        last = node.value[-1][1]
        at = _after_line(head, _end(head, last))
        yield at, at, _indented(_dumped(added), node.start_mark.column)


def _changed(head: str, key: yaml.Node, value: yaml.Node, old: Any, new: Any) -> Iterator[Edit]:
    block = isinstance(value, yaml.CollectionNode) and not value.flow_style
    if block and isinstance(value, yaml.MappingNode) and isinstance(new, dict) and new:
        yield from _edits(head, value, old, new)
        return
    end = _end(head, value)
    if block and isinstance(value, yaml.SequenceNode) and (listed := _items(head, value, old, new)):
        yield listed
    elif isinstance(new, dict) and new:
        after = head.index(":", key.end_mark.index) + 1
        yield after, end, f"\n{_indented(_dumped(new), key.start_mark.column + 2)}".removesuffix("\n")
    else:
        start = head.index(":", key.end_mark.index) + 1 if block else value.start_mark.index
        blank = " " if block or start == end else ""
        yield start, end, f"{blank}{_in_one_line(new)}"


def _items(head: str, node: yaml.SequenceNode, old: Any, new: Any) -> Edit | None:
    """A list one item a line: what stays keeps its line with its comments, wherever it goes."""
    if not isinstance(new, list) or not new or len(set(map(str, old))) != len(old) or not node.value:
        return None
    if not all(isinstance(each, str) for each in (*old, *new)):
        return None
    start = _line_start(head, node.value[0].start_mark.index)
    lines, at = {}, start
    for value, item in zip(old, node.value, strict=True):
        after = _after_line(head, _end(head, item))
        lines[value] = head[at:after]
        at = after
    dash = head[start : node.value[0].start_mark.index]
    told = "".join(lines.get(value, f"{dash}{_in_one_line(value)}\n") for value in new)
    return start, at, told


def _end(head: str, node: yaml.Node) -> int:
    """After the last sign of an entry, without blanks and comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return max(_end(head, last[1] if isinstance(last, tuple) else last), node.start_mark.index)
    start, end = node.start_mark.index, node.end_mark.index
    return int(start + len(head[start:end].rstrip()))


def _line_start(head: str, at: int) -> int:
    return head.rfind("\n", 0, at) + 1


def _after_line(head: str, at: int) -> int:
    return head.index("\n", at) + 1


def _dumped(values: Mapping[str, Any]) -> str:
    """Entries one a line; words of several lines in one, between quotes."""
    return yaml.dump(dict(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDE)


def _in_one_line(value: Any) -> str:
    told = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, default_flow_style=True, width=_WIDE)
    return told.rstrip("\n").removesuffix("\n...").strip()


def _indented(text: str, blanks: int) -> str:
    return "".join(f"{' ' * blanks}{line}\n" for line in text.removesuffix("\n").split("\n"))


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _words(dumper: yaml.SafeDumper, words: str) -> yaml.Node:
    lined = "\n" in words or not words.isprintable()
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style='"' if lined else None)


_Dumper.add_representer(str, _words)


def _same(one: Any, other: Any) -> bool:
    """Whether both are the same values of the same types, in whatever order a mapping has them."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other) or repr(one) == repr(other)
