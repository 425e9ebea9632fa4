"""A draft is written by form: heads of files, source cards, the order of the parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from access.principal import Principal
from access.roles import Action
from training_modules.editions import head_fields, sources_text
from training_modules.editions.drafting import Drafting
from training_modules.editions.errors import FileChanged, HeadInvalid, PartChanged, SourceInUse
from training_modules.editions.head_fields import FIELDS, HeadFault
from training_modules.editions.head_text import changed, entry, head_of
from training_modules.editions.outline import asked_from, kind_of, order_of
from training_modules.files import MAIN
from vanthu.errors import NotFound


class Arranging(Drafting):
    """What a trainer fills in. Where another changed the same entries meanwhile, `FileChanged`."""

    def course_names(self, principal: Principal) -> dict[str, str]:
        """Every course on offer, by id, with its title."""
        principal.require(Action.TEACH)
        return {course.id: course.title for course in self._library.all()}

    def head_faults(
        self, edition_id: int, file: str, told: Mapping[str, Any], principal: Principal
    ) -> list[HeadFault]:
        """What is wrong with what was filled in for the head of `file`."""
        whole = self.edition(edition_id, principal)
        return _field_faults(whole.files, file, told) or self._waits_in_a_ring(whole.course_id, told)

    def put_head(
        self,
        edition_id: int,
        file: str,
        told: Mapping[str, Any],
        principal: Principal,
        *,
        opened: Mapping[str, Any],
    ) -> None:
        """Write what the form changed of the head it began from, `opened`; everything else stays.

        Raises `HeadInvalid`, `HeadUnreadable`.
        """
        course_id = self.edition(edition_id, principal).course_id
        ring = self._waits_in_a_ring(course_id, told)  # reads editions: not while this one is held

        def alter(files: dict[str, str]) -> Mapping[str, str]:
            kind = kind_of(files, file)
            if file not in files or kind not in FIELDS:
                raise NotFound
            now = head_of(files[file], file)
            values = head_fields.to_write(kind, opened, told)
            if any(now.get(name) != opened.get(name) for name in values):
                raise FileChanged(file=file)
            if found := _field_faults(files, file, told) + ring:
                raise HeadInvalid(count=len(found))
            return {**files, file: changed(files[file], file, values)}

        self._change(edition_id, principal, alter)

    def order(
        self, edition_id: int, names: Sequence[str], principal: Principal, *, seen: Sequence[str]
    ) -> None:
        """Put the parts into this order; `seen` is the order it was made from."""

        def alter(files: dict[str, str]) -> Mapping[str, str]:
            if order_of(files) != list(seen):
                raise PartChanged
            return {**files, MAIN: changed(files[MAIN], MAIN, {"activities": list(names)})}

        self._change(edition_id, principal, alter)

    def put_source(
        self,
        edition_id: int,
        told: Mapping[str, Any],
        principal: Principal,
        *,
        key: str | None = None,
        opened: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a source card, or put what was filled in into the card `key`, which was `opened`."""

        def alter(files: dict[str, str]) -> Mapping[str, str]:
            if found := sources_text.faults(told):
                raise HeadInvalid(count=len(found))
            cards = entry(files[MAIN], MAIN, "sources", dict)
            if key is not None and cards.get(key) != opened:
                raise FileChanged(file=MAIN)
            name = key if key is not None else sources_text.free_key(told, cards)
            card = sources_text.merged(cards.get(name) or {}, told)
            return {**files, MAIN: changed(files[MAIN], MAIN, {"sources": {**cards, name: card}})}

        self._change(edition_id, principal, alter)

    def remove_source(
        self, edition_id: int, key: str, principal: Principal, *, opened: Mapping[str, Any]
    ) -> None:
        """Take out the card `key`, which was `opened`.

        Raises `SourceInUse` where parts or questions name it, `PartChanged` where it is another by now.
        """

        def alter(files: dict[str, str]) -> Mapping[str, str]:
            cards = entry(files[MAIN], MAIN, "sources", dict)
            if key not in cards:
                raise NotFound
            if cards[key] != opened:
                raise PartChanged
            if count := sources_text.uses(files, key):
                raise SourceInUse(count=count)
            left = {name: card for name, card in cards.items() if name != key}
            return {**files, MAIN: changed(files[MAIN], MAIN, {"sources": left})}

        self._change(edition_id, principal, alter)

    def _waits_in_a_ring(self, course_id: str, told: Mapping[str, Any]) -> list[HeadFault]:
        """Courses this one would wait for that wait for this one: none of them could ever be begun."""
        found = []
        for asked in told.get("requires") or ():
            ahead, known = [asked], set()
            while ahead:
                each = ahead.pop()
                course = self._library.named(each, None)
                known.add(each)
                ahead += [one for one in (course.requires if course else ()) if one not in known]
            if course_id in known:
                course = self._library.named(asked, None)
                words = "khoá “{title}” lại chờ chính khoá này."
                found.append(HeadFault("requires", words, {"title": course.title if course else asked}))
        return found


def _field_faults(files: Mapping[str, str], file: str, told: Mapping[str, Any]) -> list[HeadFault]:
    asked = asked_from(files, file, str(told.get("bank") or ""))
    return head_fields.faults(kind_of(files, file), told, asked)
