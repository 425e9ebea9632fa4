"""The kinds of question there are, one file each; whatever differs between them is asked of these."""

from __future__ import annotations

from training_modules.items.choice import Choice, TrueFalse
from training_modules.items.cloze import Typed
from training_modules.items.matching import Matching
from training_modules.items.numeric import Numeric
from training_modules.items.ordering import Ordering
from training_modules.items.types import Answer, Item, ItemKind, Kind, Options

__all__ = ["KINDS", "Answer", "Item", "ItemKind", "Kind", "Options", "kind_of"]

KINDS: dict[str, Kind] = {
    "single": Choice("single"),
    "multiple": Choice("multiple", many=True),
    "true_false": TrueFalse(),
    "ordering": Ordering(),
    "matching": Matching(),
    "cloze": Typed("cloze", gaps=True),
    "numeric": Numeric(),
    "short_text": Typed("short_text", gaps=False),
}


def kind_of(item: Item) -> Kind:
    return KINDS[item.kind]
