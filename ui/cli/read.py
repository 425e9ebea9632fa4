"""`vanthu search`, `ask`, `show`."""

from __future__ import annotations

import argparse
from typing import Any

from ui.cli import OK
from ui.cli.failure import CommandFailed
from ui.cli.office import Office, open_office
from ui.cli.say import put, put_json
from vanthu.i18n import translate

EXCERPT, TITLE = 240, 120
"""Characters of a passage and of a title that a line for people shows."""


def search(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        asked = {"q": shown(chosen.query), "limit": chosen.limit, "on": chosen.on}
        hits = office.json("POST", "/search", send=asked)
    if chosen.json:
        put_json(hits)
        return OK
    for rank, hit in enumerate(hits, 1):
        put(f"{rank}. {_named(hit)}, {_page(hit)}")
        if hit["heading"]:
            put(f"   {hit['heading']}")
        put(f"   {_excerpt(hit['text'])}")
    if not hits:
        put(translate("Không tìm thấy đoạn nào phù hợp."))
    return OK


def ask(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        asked = {"question": shown(chosen.question), "on": chosen.on}
        kept = {"keep": chosen.keep, "conversation": chosen.conversation}
        answer = office.json("POST", "/ask", send={**asked, **kept})
    if chosen.json:
        put_json(answer)
        return OK
    if answer["refused"]:
        put(answer["answer"] or translate("Kho văn bản không có câu trả lời."))
        if answer["nearest"]:
            put("\n" + translate("Đoạn gần nhất (không phải câu trả lời):"))
        for hit in answer["nearest"]:
            put(f"- {_named(hit)}, {_page(hit)}: {_excerpt(hit['text'])}")
        return OK
    for sentence in answer["sentences"]:
        put(sentence["text"] + "".join(f" [{n}]" for n in sentence["citations"]))
    put()
    for cited in answer["citations"]:
        heading = f", {cited['heading']}" if cited["heading"] else ""
        put(f"[{cited['n']}] {_named(cited)}{heading}, {_page(cited)}")
    put("\n" + translate("Câu trả lời chỉ theo các văn bản bạn được xem."))
    if "conversation" in answer:
        put(translate("Cuộc trao đổi {id}").format(id=answer["conversation"]))
    return OK


def show(chosen: argparse.Namespace) -> int:
    with open_office(chosen.as_user) as office:
        document_id = find(office, chosen.document)
        document = office.json("GET", f"/documents/{document_id}")
        document["pages"] = _pages(office.json("GET", f"/documents/{document_id}/pages"))
    if chosen.json:
        put_json(document)
        return OK
    for name in ("id", "reference_number", "document_type", "issuing_body", "issue_date", "subject"):
        if document[name] is not None:
            put(f"{name}: {document[name]}")
    put(f"filename: {document['filename']}")
    seen = translate("theo các văn bản bạn được xem")
    put(f"status: {document['status']}, validity: {document['validity']['status']} ({seen})")
    for relation in document["relations"]:
        put(f"{relation['direction']} {relation['kind']}: {relation['reference_number']}")
    for page in document["pages"]:
        put(f"\n--- {page['number']}/{document['page_count']} ---")
        put(page["error"] or page["text"])
    return OK


def shown(argument: str) -> str:
    """An argument as Unicode text; bytes that are none become the replacement character."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def find(office: Office, named: str) -> int:
    """The document of this id, or the only one with this number and symbol."""
    if named.isascii() and named.isdigit():
        return int(named)
    found = office.json("GET", "/documents/by-reference", query={"number": named})
    if not found:
        told = translate("Không tìm thấy văn bản {number}.").format(number=named)
        raise CommandFailed("not_found", told, translate("Kiểm tra lại số, ký hiệu."))
    if len(found) > 1:
        ids = ", ".join(str(row["id"]) for row in found)
        told = translate("Có {count} văn bản mang số {number}.").format(count=len(found), number=named)
        raise CommandFailed("ambiguous", told, translate("Chọn một mã số: {ids}").format(ids=ids))
    return int(found[0]["id"])


def _pages(read: Any) -> list[dict[str, Any]]:
    """Each page with its text, or with the error code of what went wrong on it."""
    failed = read["failed"]
    names = ("number", "confidence", "engine", "text")
    pages = [{name: page[name] for name in names} for page in read["pages"]]
    return [{**page, "error": failed.get(str(page["number"]))} for page in pages]


def _named(place: Any) -> str:
    return " ".join(part for part in (place["reference_number"], _excerpt(place["title"], TITLE)) if part)


def _page(place: Any) -> str:
    return translate("trang {page}").format(page=place["page"])


def _excerpt(text: str, length: int = EXCERPT) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length].rsplit(' ', 1)[0]}…"
