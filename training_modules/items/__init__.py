"""The kinds of question there are, one file each; whatever differs between them is asked of these."""

from __future__ import annotations

from rag.ground import check
from training_modules.items.choice import Choice, TrueFalse
from training_modules.items.cited_summary import CitedSummary
from training_modules.items.cloze import Typed
from training_modules.items.file_building import FileBuilding
from training_modules.items.mark import Mark
from training_modules.items.matching import Matching
from training_modules.items.numeric import Numeric
from training_modules.items.ordering import Ordering
from training_modules.items.request import Request
from training_modules.items.rewrite import Rewrite
from training_modules.items.types import Answer, Criterion, Item, ItemKind, Kind, Options
from training_modules.items.version import Version

__all__ = ["KINDS", "Answer", "Criterion", "Item", "ItemKind", "Kind", "Options", "kind_of"]

KINDS: dict[str, Kind] = {
    "single": Choice("single"),
    "multiple": Choice("multiple", many=True),
    "true_false": TrueFalse(),
    "ordering": Ordering(),
    "matching": Matching(),
    "cloze": Typed("cloze", gaps=True),
    "numeric": Numeric(),
    "short_text": Typed("short_text", gaps=False),
    "mark": Mark(),
    "rewrite": Rewrite(),
    "request": Request(),
    "file_building": FileBuilding(),
    "version": Version(),
    "cited_summary": CitedSummary(check),
}


def kind_of(item: Item) -> Kind:
    return KINDS[item.kind]
