"""What can go wrong with grants and with the installation's kind, in the user's words."""

from __future__ import annotations

from vanthu.errors import Forbidden, VanthuError


class GrantInvalid(VanthuError):
    """Dates or reason are missing or out of bounds."""

    code = "grant_invalid"
    message = "Quyền xem phải có lý do và thời hạn, tính từ hôm nay và không quá một năm."
    remedy = "Ghi lý do, chọn ngày bắt đầu và ngày cuối cùng rồi làm lại."


class GrantHolderUnknown(VanthuError):
    code = "grant_holder_unknown"
    message = "Không tìm thấy người hoặc đơn vị đang hoạt động để cấp quyền xem."
    remedy = "Tìm theo họ tên, tên đăng nhập, tên hoặc mã đơn vị rồi chọn trong danh sách."
    http_status = 404


class GrantNeedsPerson(VanthuError):
    """Law 117/2025/QH15: a state secret is read by persons whose duty it is, one by one."""

    code = "grant_needs_person"
    message = "Văn bản mật, tối mật chỉ cấp quyền xem cho từng người, không cấp cho cả đơn vị."
    remedy = "Chọn từng người có nhiệm vụ liên quan đến văn bản."


class GrantNeedsAnother(Forbidden):
    """Neither the one who asked nor the one it is for approves."""

    code = "grant_needs_another"
    message = "Người đề nghị và người được xem không tự duyệt quyền xem văn bản mật, tối mật."
    remedy = "Đề nghị một người phụ trách bảo mật khác của đơn vị duyệt."


class GrantSettled(VanthuError):
    code = "grant_settled"
    message = "Quyền xem này đã được duyệt, đã thu hồi hoặc đã hết hạn."
    remedy = "Tải lại trang để xem trạng thái mới nhất."
    http_status = 409


class SecondFactorMissing(Forbidden):
    code = "second_factor_missing"
    message = "Việc này chỉ dành cho quản trị viên đã bật xác thực hai bước và có tên trong hệ thống."
    remedy = "Đăng nhập bằng tài khoản quản trị viên có xác thực hai bước rồi làm lại."


class ProposalInvalid(VanthuError):
    code = "proposal_invalid"
    message = "Đề nghị đổi loại cài đặt chưa hợp lệ: thiếu lý do, hoặc hệ thống đã ở loại cài đặt này."
    remedy = "Ghi rõ lý do và chọn loại cài đặt khác với hiện tại."


class ProposalPending(VanthuError):
    code = "proposal_pending"
    message = "Đang có một đề nghị đổi loại cài đặt chờ xác nhận."
    remedy = "Xác nhận hoặc rút đề nghị đó trước."
    http_status = 409


class ProposalNone(VanthuError):
    code = "proposal_none"
    message = "Không có đề nghị đổi loại cài đặt nào đang chờ."
    remedy = "Tải lại trang để xem trạng thái mới nhất."
    http_status = 409


class ProposalNeedsAnother(Forbidden):
    code = "proposal_needs_another"
    message = "Người đề nghị không tự xác nhận được."
    remedy = "Nhờ một quản trị viên khác xác nhận."


class SecretsHeld(VanthuError):
    code = "secrets_held"
    message = "Kho đang giữ {count} văn bản mật, tối mật nên chưa thể trở về loại cài đặt thông thường."
    remedy = "Chuyển giao hoặc tiêu huỷ các văn bản đó đúng thủ tục trước."
    http_status = 409
