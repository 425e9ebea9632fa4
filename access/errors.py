"""What can go wrong at the door, in the user's words."""

from __future__ import annotations

from vanthu.errors import VanthuError


class SignInFailed(VanthuError):
    """Wrong name, wrong password, disabled account: never told apart."""

    code = "sign_in_failed"
    message = "Tên đăng nhập hoặc mật khẩu không đúng."
    remedy = "Kiểm tra lại chữ hoa, chữ thường và bộ gõ; nếu quên mật khẩu, liên hệ quản trị viên."
    http_status = 401


class SignInThrottled(SignInFailed):
    code = "sign_in_throttled"
    message = "Có quá nhiều lần đăng nhập không thành công liên tiếp."
    remedy = "Chờ {seconds} giây rồi thử lại."
    http_status = 429


class SessionExpired(VanthuError):
    code = "session_expired"
    message = "Phiên làm việc đã kết thúc."
    remedy = "Đăng nhập lại để tiếp tục."
    http_status = 401


class AccountUnknown(VanthuError):
    code = "account_unknown"
    message = "Không có tài khoản “{username}” đang hoạt động."
    remedy = "Xem danh sách tài khoản bằng lệnh: vanthu account list."
    http_status = 404


class AccountExists(VanthuError):
    code = "account_exists"
    message = "Tên đăng nhập “{username}” đã được dùng."
    remedy = "Chọn tên đăng nhập khác."
    http_status = 409


class AccountReserved(VanthuError):
    code = "account_reserved"
    message = "Tài khoản “{username}” dành riêng cho người vận hành tại máy, không đặt mật khẩu được."
    remedy = "Dùng một tài khoản khác."


class UsernameInvalid(VanthuError):
    code = "username_invalid"
    message = "Tên đăng nhập không hợp lệ."
    remedy = "Dùng 2 đến 64 chữ cái, chữ số hoặc các dấu . _ - và bắt đầu bằng chữ cái hoặc chữ số."


class PasswordWeak(VanthuError):
    code = "password_weak"
    message = "Mật khẩu chưa đủ mạnh."
    remedy = (
        "Dùng từ {least} đến {most} ký tự, không chứa tên đăng nhập, không chỉ gồm vài ký tự lặp lại; "
        "nên ghép vài từ dễ nhớ."
    )


class RoleMissing(VanthuError):
    code = "role_missing"
    message = "Tài khoản phải có ít nhất một vai trò."
    remedy = "Chọn vai trò cho tài khoản."


class UnitUnknown(VanthuError):
    code = "unit_unknown"
    message = "Không có đơn vị mang mã “{code}”."
    remedy = "Kiểm tra lại mã đơn vị."
    http_status = 404


class UnitExists(VanthuError):
    code = "unit_exists"
    message = "Mã đơn vị “{code}” đã được dùng."
    remedy = "Chọn mã đơn vị khác."
    http_status = 409


class UnitInvalid(VanthuError):
    code = "unit_invalid"
    message = "Mã hoặc tên đơn vị không hợp lệ."
    remedy = "Mã dài 1 đến 64 ký tự gồm chữ cái, chữ số và các dấu . _ -; tên đơn vị không để trống."
