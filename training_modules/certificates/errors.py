"""What can go wrong with certificates, in the words of who asks."""

from vanthu.errors import VanthuError


class CertificateUnknown(VanthuError):
    code = "certificate_unknown"
    message = "Không có chứng nhận nào mang mã này."
    remedy = "Kiểm tra lại từng ký tự của mã, hoặc quét lại mã QR trên chứng nhận."
    http_status = 404


class CheckTooOften(VanthuError):
    code = "check_too_often"
    message = "Có quá nhiều lần tra cứu không đúng mã từ mạng của bạn."
    remedy = "Chờ {seconds} giây rồi thử lại."
    http_status = 429


class AlreadyRevoked(VanthuError):
    code = "certificate_revoked"
    message = "Chứng nhận này đã bị thu hồi hoặc đã được thay."
    remedy = "Mở trang tra cứu chứng nhận để xem ngày và lý do."
    http_status = 409


class ReasonMissing(VanthuError):
    code = "reason_missing"
    message = "Chưa ghi lý do thu hồi."
    remedy = "Ghi lý do, từ {least} đến {most} ký tự; người tra cứu chứng nhận sẽ đọc được."
    http_status = 422


class NothingToCorrect(VanthuError):
    code = "nothing_to_correct"
    message = "Họ tên và đơn vị trên chứng nhận đã đúng như trong tài khoản."
    remedy = "Quản trị viên sửa họ tên hoặc đơn vị của tài khoản trước, rồi cấp lại chứng nhận."
    http_status = 409


class NotEarned(VanthuError):
    code = "certificate_not_earned"
    message = "Khoá học này chưa hoàn thành."
    remedy = "Hoàn thành mọi phần của khoá học để nhận chứng nhận."
    http_status = 409
