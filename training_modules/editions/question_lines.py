"""The answers of a question as lines of text, as a trainer types them, and back.

One option a line, a star before each right one; steps in their right order; pairs as `left => right`; the
accepted wordings of one gap on a line, parted by `|`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CODES = "abcdefghijklmnopqrstuvwxyz"
STAR = "*"
PAIR = "=>"
OR = "|"
ORDER = (
    *("id", "version", "kind", "stem", "options", "targets", "key", "accepted", "tolerance", "unit"),
    *("enough", "material", "explanation", "source", "tags", "difficulty"),
)
"""How the entries of a question follow one another in a bank."""
LINED = ("single", "multiple", "ordering", "matching", "cloze", "short_text")


def lines_of(values: Mapping[str, Any]) -> str:
    """The answers of a question of one of the `LINED` kinds."""
    kind = values.get("kind")
    options = {str(code): str(words) for code, words in (values.get("options") or {}).items()}
    key = [str(code) for code in values.get("key") or ()]
    if kind in {"single", "multiple"}:
        return "\n".join(f"{STAR} {words}" if code in key else words for code, words in options.items())
    if kind == "ordering":
        return "\n".join(options.get(code, code) for code in key)
    if kind == "matching":
        return _pairs(options, values, key)
    accepted = values.get("accepted") or ()
    if kind == "cloze":
        return "\n".join(f" {OR} ".join(str(form) for form in forms) for forms in accepted)
    return "\n".join(str(form) for forms in accepted for form in forms)


def answers_from(kind: str, text: str) -> dict[str, Any]:
    """The entries of a bank that these lines stand for; what they lack, the check of the course names."""
    rows = [row.strip() for row in text.splitlines() if row.strip()][: len(CODES)]
    if kind in {"single", "multiple"}:
        options = {code: row.removeprefix(STAR).strip() for code, row in zip(CODES, rows, strict=False)}
        right = [code for code, row in zip(CODES, rows, strict=False) if row.startswith(STAR)]
        return {"options": options, "key": right}
    if kind == "ordering":
        options = dict(zip(CODES, rows, strict=False))
        return {"options": options, "key": list(options)}
    if kind == "matching":
        return _matched(rows)
    if kind == "cloze":
        return {"accepted": [[form.strip() for form in row.split(OR) if form.strip()] for row in rows]}
    return {"accepted": [rows]}


def in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    """The entries as a bank writes them, empty ones left out."""
    known = [name for name in ORDER if values.get(name) not in (None, "", [], {})]
    return {name: values[name] for name in [*known, *(name for name in values if name not in ORDER)]}


def _pairs(options: Mapping[str, str], values: Mapping[str, Any], key: list[str]) -> str:
    targets = {str(code): str(words) for code, words in (values.get("targets") or {}).items()}
    matched = dict(pair.split("=", 1) for pair in key if "=" in pair)
    rows = [f"{words} {PAIR} {targets.get(matched.get(code, ''), '')}" for code, words in options.items()]
    spare = [f"{PAIR} {words}" for code, words in targets.items() if code not in matched.values()]
    return "\n".join([*rows, *spare])


def _matched(rows: list[str]) -> dict[str, Any]:
    options: dict[str, str] = {}
    targets: dict[str, str] = {}
    key: list[str] = []
    for row in rows:
        left, _, right = (part.strip() for part in row.partition(PAIR))
        number = next((code for code, words in targets.items() if words == right), str(len(targets) + 1))
        if right:
            targets[number] = right
        if left:
            code = CODES[len(options)]
            options[code] = left
            key.append(f"{code}={number}")
    return {"options": options, "targets": targets, "key": key}
