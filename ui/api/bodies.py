"""How much a request may say."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from vanthu.errors import VanthuError

MAX_BODY_BYTES = 1024 * 1024
"""Every field of a catalogue card at its longest, or a long conversation, with room to spare. Uploads are
streamed and have a limit of their own; the local operator may send a long list over the Unix socket."""
MAX_WORDS = 100_000

Words = Annotated[str, Field(max_length=MAX_WORDS)]
"""Text in a body. With a length set, pydantic also refuses what is no Unicode text (lone surrogates)."""


class Body(BaseModel):
    """The base of every body: a field that is not known is refused, never passed over and never applied."""

    model_config = ConfigDict(extra="forbid")


class BodyTooLarge(VanthuError):
    code = "body_too_large"
    message = "Nội dung gửi lên quá lớn: tối đa {limit} KB."
    remedy = "Chia thành nhiều yêu cầu nhỏ hơn; tệp văn bản gửi tại /api/uploads."
    http_status = 413
