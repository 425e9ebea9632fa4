"""Groups of paragraphs under one heading path, and the size-bounded segments made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.structure.lines import Paragraph, joined
from rag.structure.markers import Level, minor_marker
from rag.structure.split import FREE_SYLLABLES, MAX_SYLLABLES, divided
from rag.types import Segment


@dataclass(slots=True)
class Group:
    """Paragraphs that will be one segment, or several when they are long."""

    heading: tuple[str, ...]
    article: str | None = None
    clause: str | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)


def numbered(groups: Sequence[Group]) -> list[Segment]:
    """Segments in order; an article's clause is kept whole if it can be, running text is kept short."""
    found: list[Segment] = []
    for group in groups:
        limit = MAX_SYLLABLES if group.article else FREE_SYLLABLES
        for i, parts in enumerate(divided(group.paragraphs, limit)):
            whole = joined(parts)
            if not whole.text:
                continue
            heading = group.heading if i == 0 else _with_lead_in(group)
            point = minor_marker(parts[0].text)
            label = point.label if i > 0 and point is not None and point.level is Level.POINT else None
            spans = tuple(whole.spans)
            found.append(Segment(len(found), heading, group.article, group.clause, label, whole.text, spans))
    return found


def _with_lead_in(group: Group) -> tuple[str, ...]:
    """The path of a later part of a long clause: with the words that introduce its points."""
    first = group.paragraphs[0].text
    lead = " ".join(first.split()[:30])
    if group.clause is None or not first.endswith(":"):
        return group.heading
    return (*group.heading, lead.rstrip(":"))
