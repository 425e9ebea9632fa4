"""What can go wrong with quality passes, in the user's words."""

from __future__ import annotations

from vanthu.errors import VanthuError


class LotInvalid(VanthuError):
    code = "lot_invalid"
    message = "Chưa lập được lô kiểm tra."
    remedy = "Đặt tên lô, tỷ lệ lấy mẫu trên 0 đến 100 %, mức sai cho phép từ 0 đến 100 %."


class LotEmpty(VanthuError):
    code = "lot_empty"
    message = "Không có văn bản nào để đưa vào lô kiểm tra."
    remedy = "Chọn văn bản thường của đơn vị đã xử lý xong và chưa thuộc lô nào."


class CheckGone(VanthuError):
    """Done meanwhile, or taken by a colleague after the time to finish it had passed."""

    code = "check_gone"
    message = "Lượt kiểm tra này đã kết thúc hoặc đã chuyển cho người khác."
    remedy = "Chọn “Kiểm tra tiếp” để nhận văn bản khác."
    http_status = 409
