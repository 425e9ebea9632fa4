"""The one base of every error a person may be shown."""

from __future__ import annotations

from typing import Any, ClassVar

from vanthu.i18n import translate


class _Facts(dict[str, Any]):
    """Facts of a message; one that an older program did not keep with its jobs is left open."""

    def __missing__(self, name: str) -> str:
        return "…"


class VanthuError(Exception):
    """A failure with a stable code, a message in the user's words and a remedy.

    Subclasses set the class attributes; `message` and `remedy` are Vietnamese templates (gettext
    message ids) filled from `facts`. Facts are ids, numbers and short names only: errors cross the
    durable job store, which keeps their arguments.
    """

    code: ClassVar[str] = "error"
    message: ClassVar[str] = "Đã xảy ra lỗi ngoài dự kiến."
    remedy: ClassVar[str] = "Thử lại; nếu vẫn lỗi, báo quản trị viên kèm mã lỗi."
    http_status: ClassVar[int] = 400
    spoken: ClassVar[frozenset[str]] = frozenset()
    """Facts that are message ids themselves; they may be filled from the other facts."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(*[f"{name}={value}" for name, value in sorted(facts.items())])
        self.facts = facts

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.facts)

    def say(self) -> str:
        """The message in the current language."""
        return self._filled(self.message)

    def say_remedy(self) -> str:
        """What the person can do now, in the current language."""
        return self._filled(self.remedy)

    def shown(self) -> dict[str, Any]:
        """The facts as the message shows them."""
        return self.facts

    def _filled(self, template: str) -> str:
        facts = _Facts(self.shown())
        said = {name: translate(facts[name]).format_map(facts) for name in self.spoken}
        return translate(template).format_map(_Facts(facts | said))

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "message": self.say(), "remedy": self.say_remedy()}


def _rebuild(cls: type[VanthuError], facts: dict[str, Any]) -> VanthuError:
    return cls(**facts)


class NotFound(VanthuError):
    """The thing does not exist, or the asker may not see it: the two are never told apart."""

    code = "not_found"
    message = "Không tìm thấy nội dung này trong phạm vi bạn được xem."
    remedy = "Kiểm tra lại đường dẫn, hoặc hỏi đơn vị quản lý văn bản."
    http_status = 404


class Forbidden(VanthuError):
    code = "forbidden"
    message = "Tài khoản của bạn không được giao việc này."
    remedy = "Liên hệ quản trị viên nếu bạn cần quyền này để làm nhiệm vụ."
    http_status = 403
