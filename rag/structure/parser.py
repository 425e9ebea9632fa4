"""Paragraphs to segments: a walk that keeps the heading path and never crosses an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.structure.groups import Group, numbered
from rag.structure.lines import Paragraph
from rag.structure.markers import (
    Level,
    Marker,
    article_marker,
    clause_marker,
    ends_sentence,
    heading_marker,
    is_type_title,
    is_upper,
    minor_marker,
    opens_closing,
    opens_document,
    roman_marker,
)
from rag.structure.walk import CLOSING, Walk, above, heading
from rag.types import Segment

HEADING_SYLLABLES = 60
"""A numbered paragraph up to this long, without closing punctuation, is a heading; a longer one is text."""
_ANNOUNCES = re.compile(r"(?:sửa đổi|bổ sung|thay thế)\b.*như sau:$", re.IGNORECASE)
QUOTE_PARAGRAPHS = 40
"""An amended text stands in quotation marks; after this many paragraphs an unclosed mark counts as lost."""

_NAMES = {Level.PART: "Phần", Level.CHAPTER: "Chương", Level.SECTION: "Mục", Level.SUBSECTION: "Tiểu mục"}
_BODY_START = re.compile(
    r"^(?:[-–] )?(?:Căn cứ|Kính gửi|Thực hiện|Theo|Xét|Để|Nhằm|Thi hành|Trên cơ sở|Hôm nay|Ngày \d|Phát huy"
    r"|Triển khai)\b"
)


def segments(paragraphs: Sequence[Paragraph]) -> list[Segment]:
    """The passages of a document, in reading order."""
    walk = Walk()
    for paragraph in paragraphs:
        _step(walk, _without_speck(walk, paragraph))
        walk.before = paragraph.text
    _flush_headings(walk)
    return numbered(walk.groups)


def _step(walk: Walk, paragraph: Paragraph) -> None:
    text = paragraph.text
    if walk.quoted or _is_quoted(walk, text):
        _inside_quote(walk, paragraph)
        return
    if paragraph.in_table:
        _append(walk, paragraph)
        return
    if walk.pending is not None and _take_title(walk, paragraph):
        return
    if walk.zone != "opening" and opens_closing(text) and not (walk.article is None and not walk.groups):
        _start_closing(walk, paragraph)
        return
    if _structural(walk, paragraph):
        _watch_quotes(walk, text)
        return
    if walk.zone == "closing" and _heads_attachment(walk, paragraph):
        _start_attached(walk, paragraph)
        return
    if walk.zone == "opening" and walk.closed and not walk.attached and opens_document(text):
        walk.attached = _shown(text)
    if walk.zone == "opening" and _BODY_START.match(text):
        walk.zone = "body"
    _append(walk, paragraph)
    _watch_quotes(walk, text)


def _structural(walk: Walk, paragraph: Paragraph) -> bool:
    """Take the paragraph as a heading, article, clause or lesser item if it is one."""
    text = paragraph.text
    if marker := heading_marker(text):
        _open_heading(walk, marker, paragraph)
        return True
    if (marker := article_marker(text)) and _article_fits(walk, marker):
        _open_article(walk, marker, paragraph)
        return True
    if (marker := roman_marker(text)) and _roman_fits(walk, marker):
        _open_roman(walk, marker, paragraph)
        return True
    if walk.zone == "closing":
        return False
    return _clause_or_less(walk, paragraph)


def _clause_or_less(walk: Walk, paragraph: Paragraph) -> bool:
    """Take the paragraph as a clause or a numbered sub-heading; points and dashes stay running text."""
    text = paragraph.text
    if minor := minor_marker(text):
        if minor.level is Level.SUBCLAUSE and walk.article is None and _is_heading(minor, text):
            _set(walk, Level.SUBCLAUSE, text, paragraph)
            return True
        if walk.zone == "opening" and minor.level is not Level.ITEM:
            walk.zone = "body"
        return False
    if (marker := clause_marker(text)) and _clause_fits(walk, marker):
        _open_clause(walk, marker, paragraph)
        return True
    return False


def _open_heading(walk: Walk, marker: Marker, paragraph: Paragraph) -> None:
    if marker.level is Level.ANNEX:
        _flush_headings(walk)
        walk.path.clear()
        walk.article = walk.clause = None
        walk.attached = ""
        name = f"Phụ lục {marker.label}".strip()
    else:
        name = f"{_NAMES[marker.level]} {marker.label}"
    title = _shown(marker.rest)
    _set(walk, marker.level, f"{name}. {title}" if title else name, paragraph)
    walk.pending = marker.level if not title else None


def _take_title(walk: Walk, paragraph: Paragraph) -> bool:
    """The title of a chapter or annex printed under its number (it may take several lines of capitals)."""
    level, walk.pending = walk.pending, None
    text = paragraph.text
    if level is None:
        return False
    untitled = not walk.path[level].split(". ", 1)[1:]
    plain = untitled and len(text.split()) <= 25 and not ends_sentence(text) and text[:1].isupper()
    if (
        article_marker(text)
        or clause_marker(text)
        or roman_marker(text)
        or heading_marker(text)
        or minor_marker(text)
    ):
        return False
    if not (is_upper(text) or plain):
        return False
    joint = ". " if untitled else " "
    walk.path[level] += joint + _shown(text)
    walk.unused.append(paragraph)
    walk.pending = level if is_upper(text) else None
    return True


def _open_article(walk: Walk, marker: Marker, paragraph: Paragraph) -> None:
    walk.zone = "body"
    walk.pending = None
    _close_below(walk, Level.ARTICLE)
    walk.article, walk.clause = marker.label, None
    label = f"Điều {marker.label}"
    inner = clause_marker(marker.rest)
    if not marker.rest or inner:
        walk.path[Level.ARTICLE] = label
        if inner:
            _open_clause(
                walk, inner, paragraph.part(len(paragraph.text) - len(marker.rest), len(paragraph.text))
            )
        else:
            walk.unused.append(paragraph)
        return
    if _is_title(marker.rest):
        walk.path[Level.ARTICLE] = f"{label}. {marker.rest}"
        walk.unused.append(paragraph)
        return
    walk.path[Level.ARTICLE] = label
    _new_group(walk).paragraphs.append(paragraph)


def _open_roman(walk: Walk, marker: Marker, paragraph: Paragraph) -> None:
    _set(walk, Level.ROMAN, f"{marker.label}. {_shown(marker.rest)}", paragraph)


def _open_clause(walk: Walk, marker: Marker, paragraph: Paragraph) -> None:
    walk.zone = "body"
    _close_below(walk, Level.CLAUSE)
    lead_in = walk.groups[-1] if walk.groups else None
    walk.clause = marker.label
    if walk.article is None and _is_heading(marker, paragraph.text):
        _set(walk, Level.CLAUSE, paragraph.text, paragraph)
        return
    if (
        walk.article is not None
        and marker.label == "1"
        and lead_in is not None
        and _is_lead_in(walk, lead_in)
    ):
        lead_in.clause = "1"
        lead_in.paragraphs.append(paragraph)
        return
    _new_group(walk).paragraphs.append(paragraph)


def _start_closing(walk: Walk, paragraph: Paragraph) -> None:
    if walk.zone != "closing":
        walk.zone = "closing"
        _flush_headings(walk)
        walk.article = walk.clause = None
        walk.path.clear()
        walk.groups.append(Group((*above(walk), CLOSING)))
    walk.groups[-1].paragraphs.append(paragraph)


def _heads_attachment(walk: Walk, paragraph: Paragraph) -> bool:
    """A title in the closing block (nobody signs in such words), or anything that heads a later page."""
    text = paragraph.text
    if is_type_title(text) and not text.endswith((".", ";")):
        return True
    return paragraph.page > walk.groups[-1].paragraphs[0].page and opens_document(text)


def _start_attached(walk: Walk, paragraph: Paragraph) -> None:
    """A regulation or plan printed behind the decision that issues it: its articles count anew."""
    walk.closed = True
    walk.zone = "opening"
    walk.path.clear()
    walk.article = walk.clause = None
    walk.attached = "" if paragraph.text.startswith(("CỘNG H", "ĐẢNG C")) else _shown(paragraph.text)
    _new_group(walk).paragraphs.append(paragraph)


def _append(walk: Walk, paragraph: Paragraph) -> None:
    """Running text: goes on with the current clause, or opens a group of its own under the current path."""
    current = walk.groups[-1] if walk.groups else None
    if walk.zone == "closing" and current is not None:
        current.paragraphs.append(paragraph)
        return
    here = heading(walk)
    if current is None or current.heading != here or current.clause != walk.clause or walk.unused:
        current = _new_group(walk)
    current.paragraphs.append(paragraph)


def _inside_quote(walk: Walk, paragraph: Paragraph) -> None:
    _append(walk, paragraph)
    walk.quoted += 1
    if "”" in paragraph.text or walk.quoted > QUOTE_PARAGRAPHS:
        walk.quoted = 0


def _watch_quotes(walk: Walk, text: str) -> None:
    """An opened mark begins an amended text only where such a text stands: announced, or behind another."""
    at = text.rfind("“")
    opened = at > text.rfind("”") and walk.article is not None
    if opened and (text[:at].rstrip() or walk.before).rstrip().endswith((":", "”", "”.", "”;")):
        walk.quoted = 1


def _is_quoted(walk: Walk, text: str) -> bool:
    """An amended text whose opening mark recognition lost: announced, and closed at its end."""
    announced = walk.article is not None and bool(_ANNOUNCES.search(walk.before))
    return announced and "“" not in text and text.rstrip(" .;").endswith("”")


def _without_speck(walk: Walk, paragraph: Paragraph) -> Paragraph:
    """Without a quotation mark read from a speck of dirt before the article that comes next."""
    text = paragraph.text
    if not text.startswith(("“", '"', "'")) or walk.quoted or "”" in text or walk.before.endswith((":", "”")):
        return paragraph
    rest = paragraph.part(1, len(text))
    marker = article_marker(rest.text)
    return rest if marker and walk.article and marker.label == _next(walk.article) else paragraph


def _next(article: str) -> str:
    return str(int(re.sub(r"\D", "", article)) + 1)


def _new_group(walk: Walk) -> Group:
    group = Group(heading(walk), walk.article, walk.clause)
    walk.groups.append(group)
    walk.unused.clear()
    return group


def _set(walk: Walk, level: Level, name: str, paragraph: Paragraph) -> None:
    walk.zone = "body"
    _close_below(walk, level)
    if level < Level.ARTICLE:
        walk.article = walk.clause = None
    walk.path[level] = _shown(name)
    walk.unused.append(paragraph)


def _close_below(walk: Walk, level: Level) -> None:
    """Forget the path from `level` on; a heading that nothing stood under keeps its words as a passage."""
    if any(step >= level for step in walk.path):
        _flush_headings(walk)
    for deeper in [step for step in walk.path if step >= level]:
        del walk.path[deeper]


def _flush_headings(walk: Walk) -> None:
    if walk.unused:
        walk.groups.append(Group(heading(walk), walk.article, None, list(walk.unused)))
        walk.unused.clear()


def _article_fits(walk: Walk, marker: Marker) -> bool:
    """Articles count up (a gap may be a misread number); an attached document begins again at 1."""
    number = int(re.sub(r"\D", "", marker.label))
    last = int(re.sub(r"\D", "", walk.article)) if walk.article else 0
    if not marker.rest and not walk.article and number > 1 and walk.groups:
        return False
    return number == 1 or last == 0 or last <= number <= last + 20


def _roman_fits(walk: Walk, marker: Marker) -> bool:
    if walk.article is not None and not (is_upper(marker.rest) and marker.label == "I"):
        return False
    return _is_heading(marker, marker.rest) or is_upper(marker.rest)


def _clause_fits(walk: Walk, marker: Marker) -> bool:
    """Clauses count up from 1 (one may be lost to recognition)."""
    if walk.article is None and walk.zone == "opening" and marker.label != "1":
        return False
    number, last = int(marker.label), int(walk.clause or 0)
    return number == 1 or (last < number <= last + 3 and (last > 0 or walk.article is not None))


def _is_heading(marker: Marker, text: str) -> bool:
    return len(marker.rest.split()) <= HEADING_SYLLABLES and not marker.rest.endswith((".", ";", ":", ","))


def _is_title(text: str) -> bool:
    return len(text.split()) <= HEADING_SYLLABLES and not text.endswith((".", ";", ":", ","))


def _is_lead_in(walk: Walk, group: Group) -> bool:
    """Whether the group is the sentence that opens this article's list ("… được hiểu như sau:")."""
    same = group.heading == heading(walk) and group.article == walk.article and group.clause is None
    return same and sum(len(p.text.split()) for p in group.paragraphs) <= 80


def _shown(text: str) -> str:
    """A heading as shown: one line, without the marks around it, not endless."""
    return " ".join(text.split()[:60]).strip(" .:-–")
