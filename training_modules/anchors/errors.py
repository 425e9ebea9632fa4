"""What can go wrong while a trainer decides about a changed source."""

from vanthu.errors import VanthuError


class ChangedMeanwhile(VanthuError):
    code = "source_changed_meanwhile"
    message = "Căn cứ này vừa có thay đổi mới."
    remedy = "Đọc lại nội dung mới rồi xác nhận."
    http_status = 409


class NotToBeSeen(VanthuError):
    code = "source_not_to_be_seen"
    message = "Nội dung thay đổi nằm ngoài các văn bản bạn được xem, nên chưa thể xác nhận."
    remedy = "Nhờ giảng viên được xem văn bản đó xác nhận, hoặc bỏ câu hỏi khỏi bài."
    http_status = 403


class Unexplained(VanthuError):
    code = "decision_unexplained"
    message = "Chưa ghi lý do."
    remedy = "Ghi ngắn gọn vì sao quyết định như vậy."
    http_status = 422
