"""What can go wrong in the school, in the learner's or the trainer's words."""

from vanthu.errors import VanthuError


class CourseDamaged(VanthuError):
    code = "course_damaged"
    message = "Tệp {file} của khoá học có lỗi: {problem}."
    remedy = "Sửa tệp theo nội dung báo lỗi; các khoá học khác vẫn dùng được."
    http_status = 500
    spoken = frozenset({"problem"})


class CourseBeingEdited(VanthuError):
    code = "course_being_edited"
    message = "Khoá học này đang được giảng viên sửa."
    remedy = "Quay lại sau; tiến độ và các câu trả lời đã lưu vẫn còn."
    http_status = 503


class CourseNotOpen(VanthuError):
    code = "course_not_open"
    message = "Khoá học này mở sau khi hoàn thành các khoá khác."
    remedy = "Còn phải hoàn thành: {courses}."
    http_status = 403


class AttemptClosed(VanthuError):
    code = "attempt_closed"
    message = "Bài làm này đã nộp, không sửa được nữa."
    remedy = "Xem kết quả, hoặc bắt đầu một lượt làm mới."
    http_status = 409


class AnswerInvalid(VanthuError):
    code = "answer_invalid"
    message = "Câu trả lời không thuộc các lựa chọn của câu hỏi."
    remedy = "Chọn lại trong các lựa chọn đang hiển thị."
    http_status = 422


class NothingToAsk(VanthuError):
    code = "nothing_to_ask"
    message = "Các câu hỏi của bài này đang chờ giảng viên soát lại, vì căn cứ đã thay đổi."
    remedy = "Quay lại sau; tiến độ học của bạn vẫn còn."
    http_status = 409


class EnoughForToday(VanthuError):
    code = "enough_for_today"
    message = "Hôm nay bạn đã làm đủ {count} lượt của bài này."
    remedy = "Mai làm tiếp; trong lúc đó có thể đọc lại bài hoặc ôn các câu đã làm."
    http_status = 409
