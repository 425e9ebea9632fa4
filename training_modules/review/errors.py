"""What can go wrong in a review."""

from __future__ import annotations

from vanthu.errors import VanthuError


class CardNotDue(VanthuError):
    code = "card_not_due"
    message = "Câu này chưa đến lúc ôn lại, hoặc đã được trả lời ở cửa sổ khác."
    remedy = "Tải lại trang để xem câu tiếp theo."
    http_status = 409
