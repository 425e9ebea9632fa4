"""Where a walk through a document's paragraphs stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.structure.groups import Group
from rag.structure.lines import Paragraph
from rag.structure.markers import Level

OPENING = "Phần đầu văn bản"
CLOSING = "Nơi nhận, ký ban hành"


@dataclass(slots=True)
class Walk:
    """Where the walk stands."""

    path: dict[Level, str] = field(default_factory=dict)
    attached: str = ""
    """The printed title of an attached document ("QUY CHẾ …"), above every level of it."""
    article: str | None = None
    clause: str | None = None
    zone: str = "opening"
    """`opening` (letterhead, title), `body`, or `closing` (recipients, signature)."""
    closed: bool = False
    """Whether a first document has ended and an attached one begun."""
    pending: Level | None = None
    """A heading whose title is expected in the next paragraph."""
    quoted: int = 0
    """Paragraphs since a quotation mark was opened and not closed; 0 outside."""
    groups: list[Group] = field(default_factory=list)
    before: str = ""
    """The paragraph before this one."""
    unused: list[Paragraph] = field(default_factory=list)
    """Headings that no passage stands under yet: they become one if none does."""


def heading(walk: Walk) -> tuple[str, ...]:
    """The headings that what comes next stands under."""
    if walk.zone == "opening" and not walk.path:
        return (*above(walk), OPENING)
    return (*above(walk), *(walk.path[level] for level in sorted(walk.path)))


def above(walk: Walk) -> tuple[str, ...]:
    """The attached document's title, where the walk is in one."""
    return (walk.attached,) if walk.attached else ()
