"""How a drill came out: each thing it was graded on, then what was written and a model."""

from __future__ import annotations

from collections.abc import Sequence

from training_modules.views import CriterionResult, ItemResult
from ui.web import markup
from vanthu.i18n import translate

WRITTEN = frozenset({"request", "rewrite"})
"""Kinds whose answer is one text."""
LISTED = {"file_building": "ol", "cited_summary": "ol"}
"""Kinds whose right answer is a list; of the others the criteria say all there is to say."""


def graded(item: ItemResult) -> str:
    """Criteria met and not met, then for what was written the learner's text and a model."""
    rows = "".join(_row(each) for each in _what_failed_first(item.criteria))
    met = sum(each.met for each in item.criteria)
    told = translate("Đúng {met}/{count} tiêu chí").format(met=met, count=len(item.criteria))
    parts = [f"<p class='vt-value'><b>{markup.safe(told)}</b></p><ul class='vt-criteria'>{rows}</ul>"]
    if item.item.kind in WRITTEN:
        parts += [
            _text(translate("Bài đã làm"), item.answer_told),
            _text(translate("Bài mẫu"), item.key_told),
        ]
    elif tag := LISTED.get(item.item.kind):
        listed = "".join(f"<li>{markup.safe(part)}</li>" for part in item.key_told)
        parts.append(_folded(translate("Bài mẫu"), f"<{tag} class='vt-value'>{listed}</{tag}>"))
    return "".join(parts)


def _what_failed_first(criteria: Sequence[CriterionResult]) -> list[CriterionResult]:
    return sorted(criteria, key=lambda each: each.met)


def _row(criterion: CriterionResult) -> str:
    icon, kind = ("check_circle", "good") if criterion.met else ("cancel", "warn")
    said = translate("Đúng") if criterion.met else translate("Chưa đúng")
    return (
        f"<li><span class='vt-state {kind}'><span class='vt-icon' aria-hidden='true'>{icon}</span>"
        f"<span class='vt-hidden'>{markup.safe(said)}: </span></span>"
        f"<span>{markup.safe(criterion.finding.strip())}</span></li>"
    )


def _text(heading: str, texts: Sequence[str]) -> str:
    if not texts:
        return ""
    return _folded(heading, f"<p class='vt-value vt-written'>{markup.safe(texts[0])}</p>")


def _folded(heading: str, body: str) -> str:
    return f"<details class='vt-model'><summary>{markup.safe(heading)}</summary>{body}</details>"
