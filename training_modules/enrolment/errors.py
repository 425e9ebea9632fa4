"""What can go wrong when people are enrolled, in the organiser's words."""

from vanthu.errors import Forbidden, VanthuError


class RequirementInvalid(VanthuError):
    code = "requirement_invalid"
    message = "Chưa lập được đợt học: {problem}."
    remedy = "Sửa lại các mục đã chọn rồi lưu lại."
    http_status = 422
    spoken = frozenset({"problem"})


class RequirementEnded(VanthuError):
    code = "requirement_ended"
    message = "Đợt học này đã kết thúc, không sửa được nữa."
    remedy = "Lập đợt học mới nếu cần."
    http_status = 409


class RequirementNotYours(Forbidden):
    code = "requirement_not_yours"
    message = "Đợt học này do đơn vị cấp trên lập."
    remedy = "Đề nghị người tổ chức học của đơn vị cấp trên thực hiện."


class EnrolmentFinished(VanthuError):
    code = "enrolment_finished"
    message = "Người này đã hoàn thành hoặc đã được miễn."
    remedy = "Tải lại trang để xem trạng thái mới nhất."
    http_status = 409


class ReasonMissing(VanthuError):
    code = "reason_missing"
    message = "Miễn học cần ghi rõ lý do."
    remedy = "Ghi lý do ngắn gọn, ví dụ: nghỉ thai sản từ ngày 01/3/2026."
    http_status = 422


class PeopleTooMany(VanthuError):
    code = "people_too_many"
    message = "Danh sách có {count} dòng, nhiều hơn {most} dòng cho một tệp."
    remedy = "Chọn một đơn vị cấp dưới hoặc một đợt học rồi xuất lại."
    http_status = 422


class ListUnusable(VanthuError):
    code = "list_unusable"
    message = "Không đọc được danh sách này."
    remedy = "Dùng tệp CSV mã UTF-8, dòng đầu là tên cột “Tên đăng nhập”, không quá {most} dòng."
    http_status = 422


class CourseNotOffered(VanthuError):
    code = "course_not_offered"
    message = "Không có khoá học này trong hệ thống."
    remedy = "Chọn một khoá học đang mở."
    http_status = 404
