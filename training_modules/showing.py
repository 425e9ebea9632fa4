"""A question as it is shown: everything it is answered with, and nothing that tells its key."""

from __future__ import annotations

from training_modules.content import Activity
from training_modules.items import Item, kind_of
from training_modules.views import ItemView


def item_view(item: Item, seed: int, activity: Activity | None = None) -> ItemView:
    """`seed` fixes the order of its options; the choices of a drill keep theirs, laxest to strictest."""
    in_their_order = activity is not None and activity.kind == "drill" and item.kind == "single"
    options = item.options if in_their_order else kind_of(item).shown(item, seed)
    sheet = kind_of(item).sheet(item, seed)
    if item.detail.get("material"):
        sheet = {**sheet, "material": item.detail["material"]}
    gaps = len(item.accepted)
    return ItemView(item.id, item.kind, item.stem, options, item.targets, gaps, item.unit, sheet)
