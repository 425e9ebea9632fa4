"""What can go wrong with dossiers, in the user's words."""

from __future__ import annotations

from vanthu.errors import Forbidden, VanthuError


class DossierCodeTaken(VanthuError):
    code = "dossier_code_taken"
    message = "Đơn vị đã có hồ sơ mang mã này."
    remedy = "Dùng mã khác, hoặc mở hồ sơ đã có."
    http_status = 409


class DossierCardInvalid(VanthuError):
    code = "dossier_card_invalid"
    message = "Thông tin hồ sơ chưa đúng: {part}."
    remedy = "Ghi đủ mã hồ sơ, tiêu đề, thời hạn lưu trữ; ngày kết thúc không trước ngày bắt đầu."


class DossierClosed(VanthuError):
    code = "dossier_closed"
    message = "Hồ sơ đã kết thúc, không thêm bớt văn bản được nữa."
    remedy = "Người quản lý dữ liệu của đơn vị mở lại hồ sơ nếu cần."
    http_status = 409


class DossierIncomplete(Forbidden):
    """Told to custodians only, who know of every document of their unit."""

    code = "dossier_incomplete"
    message = "Hồ sơ có văn bản mà bạn chưa được cấp quyền xem, nên chưa lập được trọn vẹn."
    remedy = "Cấp quyền xem các văn bản đó cho mình ở mục Quản lý dữ liệu rồi làm lại."
