"""Writes one person's acts into the audit trail: what was given, what was denied, what was changed.

What cannot be recorded is not done: reads are recorded before anything is handed over, changes before they
are made. A denial is recorded alike whether the thing is hidden or does not exist.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from access.audit_actions import AuditAction, Channel, Result
from access.audit_detail import LARGEST
from vanthu.db import LARGEST_ID
from vanthu.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from access.audit import AuditTrail
    from access.principal import Principal
    from rag.types import Answer, Citation
    from vanthu.usage import Usage


class Recorder:
    """For the acts of one person, who came in by one way."""

    def __init__(
        self,
        trail: AuditTrail,
        usage: Usage,
        principal: Principal,
        *,
        through: Principal | None = None,
        channel: Channel = Channel.PAGE,
    ) -> None:
        self._trail = trail
        self._usage = usage
        self._principal = principal
        self._through = through
        self._channel = Channel.KEY if principal.key_id is not None else channel

    def record(
        self,
        action: str,
        document_id: int | None = None,
        detail: Mapping[str, Any] | None = None,
        result: Result = Result.DONE,
    ) -> int:
        told = {name: _number_of_something(value) for name, value in (detail or {}).items()}
        if self._through is not None:
            told["through"] = self._through.account_id
        if self._principal.key_id is not None:
            told["key"] = self._principal.key_id
        known = document_id if document_id is not None and 0 < document_id <= LARGEST_ID else None
        sequence = self._trail.record(
            self._principal, action, document_id=known, detail=told, result=result, channel=self._channel
        )
        self._usage.count(action, result)
        return sequence

    @contextmanager
    def asking(
        self, action: AuditAction, document_id: int | None = None, detail: Mapping[str, Any] | None = None
    ) -> Iterator[None]:
        """Around a read: what is not there, or not for this person, is recorded as denied."""
        try:
            yield
        except (NotFound, Forbidden):
            self.record(action, document_id, detail, Result.DENIED)
            raise

    @contextmanager
    def changing(
        self, action: AuditAction, document_id: int | None = None, detail: Mapping[str, Any] | None = None
    ) -> Iterator[None]:
        """Around a change that may be made: recorded first; should it fail, a second event says so."""
        begun = self.record(action, document_id, detail)
        try:
            yield
        except Exception:
            self.record(action, document_id, {**(detail or {}), "event": begun}, Result.FAILED)
            raise


def _number_of_something(value: Any) -> Any:
    """The value; None for a number so large that it numbers nothing, which is how absent pages are asked for.

    The trail refuses it, as it could spell words; the person is to be told that there is no such page.
    """
    return None if isinstance(value, int) and abs(value) > LARGEST else value


def answered(answer: Answer, before: Answer) -> dict[str, Any]:
    """Which passages were found, shown and held back, and which documents were cited.

    `before` is the answer as it came from the assistant, before the second check.
    """
    shown = {cited.passage_id for cited in answer.citations} | {hit.passage_id for hit in answer.nearest}
    quoted = [cited.passage_id for cited in before.citations] + [hit.passage_id for hit in before.nearest]
    found = list(dict.fromkeys([*before.retrieved, *quoted]))
    return {
        "retrieved": found,
        "shown": [passage for passage in found if passage in shown],
        "withheld": [passage for passage in found if passage not in shown],
        "cited": sorted({cited.document_id for cited in answer.citations}),
        "unsupported": answer.withheld,
    }


def broken_off(shown: Iterable[Citation]) -> dict[str, Any]:
    """An answer that was left, or failed, while it was being given: what had been shown by then."""
    told = list(shown)
    passages = list(dict.fromkeys(cited.passage_id for cited in told))
    return {"shown": passages, "cited": sorted({cited.document_id for cited in told}), "complete": False}


def hidden_address(secret: bytes, address: str) -> str:
    """The same for the same address in this installation, and of no use to find the address by."""
    return hmac.new(secret, f"audit address {address}".encode(), "sha256").hexdigest()[:16]
