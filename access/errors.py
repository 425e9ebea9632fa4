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


class TooFast(VanthuError):
    code = "too_fast"
    message = "Tài khoản của bạn gửi quá nhiều yêu cầu tìm kiếm và câu hỏi trong một phút."
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


class PasswordPredictable(PasswordWeak):
    code = "password_predictable"
    message = "Mật khẩu này dễ bị đoán ra."
    remedy = (
        "Tránh tên đăng nhập, tên đơn vị, từ nhiều người dùng làm mật khẩu và dãy phím liền nhau; "
        "nên ghép vài từ không liên quan với nhau."
    )


class PasswordWrong(VanthuError):
    code = "password_wrong"
    message = "Mật khẩu hiện tại không đúng."
    remedy = "Kiểm tra lại chữ hoa, chữ thường và bộ gõ rồi nhập lại."
    http_status = 403


class PasswordsDiffer(VanthuError):
    code = "passwords_differ"
    message = "Hai lần nhập mật khẩu mới không giống nhau."
    remedy = "Nhập lại mật khẩu mới ở cả hai ô."


class PasswordUnchanged(VanthuError):
    code = "password_unchanged"
    message = "Mật khẩu mới trùng với mật khẩu đang dùng."
    remedy = "Đặt một mật khẩu khác."


class CodeWrong(VanthuError):
    code = "code_wrong"
    message = "Mã xác thực không đúng hoặc đã được dùng."
    remedy = (
        "Chờ ứng dụng hiện mã mới rồi nhập lại, và kiểm tra giờ trên điện thoại; hoặc dùng một mã dự phòng."
    )
    http_status = 401


class SignInStale(VanthuError):
    code = "sign_in_stale"
    message = "Lần đăng nhập này đã quá lâu hoặc đã kết thúc."
    remedy = "Đăng nhập lại từ đầu."
    http_status = 401


class ProviderRefused(SignInFailed):
    """Whatever went wrong at the identity provider: unknown, disabled, forged are never told apart."""

    code = "provider_refused"
    message = "Không đăng nhập được bằng hệ thống định danh của cơ quan."
    remedy = "Thử lại từ đầu; nếu vẫn không được, liên hệ quản trị viên của đơn vị."


class KeyRefused(VanthuError):
    """Unknown, ended, revoked, of a disabled account: never told apart."""

    code = "key_refused"
    message = "Khoá truy cập không dùng được."
    remedy = "Tạo khoá mới tại trang Tài khoản của tôi."
    http_status = 401


class KeyInvalid(VanthuError):
    code = "key_invalid"
    message = "Chưa đủ thông tin để tạo khoá truy cập."
    remedy = "Đặt tên cho khoá, chọn ít nhất một việc bạn được giao, và ngày hết hạn trong vòng một năm."


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


class UnitLocal(VanthuError):
    code = "unit_local"
    message = "Đơn vị gốc không chuyển, sáp nhập hay giải thể được."
    remedy = "Chọn một đơn vị khác."
    http_status = 409


class UnitEnded(VanthuError):
    """Merged or abolished, or about to be."""

    code = "unit_ended"
    message = "Đơn vị “{code}” đã được ghi nhận kết thúc hoạt động từ ngày {day}."
    remedy = "Chọn đơn vị đang hoạt động; nếu ngày kết thúc chưa đến, có thể huỷ việc ghi nhận."
    http_status = 409


class UnitCircle(VanthuError):
    code = "unit_circle"
    message = "Đơn vị không thể trực thuộc hoặc sáp nhập vào chính nó hay đơn vị cấp dưới của nó."
    remedy = "Chọn đơn vị khác, hoặc chuyển đơn vị cấp dưới đi trước."
    http_status = 409


class UnitHasUnits(VanthuError):
    code = "unit_has_units"
    message = "Còn đơn vị trực thuộc “{code}” tại thời điểm này."
    remedy = "Chuyển, sáp nhập hoặc giải thể các đơn vị trực thuộc trước."
    http_status = 409


class AgencyCodeInvalid(VanthuError):
    code = "agency_code_invalid"
    message = "Mã định danh điện tử không đúng cấu trúc."
    remedy = (
        "Theo Quyết định 20/2020/QĐ-TTg: một chữ cái và hai chữ số, rồi các phần sau dấu chấm, "
        "ví dụ H26.14.02; không quá 35 ký tự."
    )


class AgencyCodeTaken(VanthuError):
    code = "agency_code_taken"
    message = "Mã định danh điện tử “{code}” đang được đơn vị khác dùng trong thời gian này."
    remedy = "Kiểm tra lại mã định danh và ngày áp dụng."
    http_status = 409


class RolesTogether(VanthuError):
    """`access.roles.ALONE`."""

    code = "roles_together"
    message = "Vai trò quản trị và vai trò kiểm tra không đi cùng vai trò nào khác trên một tài khoản."
    remedy = (
        "Tạo tài khoản riêng cho việc quản trị hoặc kiểm tra; "
        "kết thúc các phân công khác trước khi đổi vai trò."
    )
    http_status = 409


class RoleUnknown(VanthuError):
    code = "role_unknown"
    message = "Không có vai trò “{role}”."
    remedy = "Các vai trò: {roles}."


class OwnAccount(VanthuError):
    code = "own_account"
    message = "Không tự khoá hoặc tự đổi quyền của chính mình được."
    remedy = "Nhờ một quản trị viên khác."
    http_status = 409


class LastAdministrator(VanthuError):
    code = "last_administrator"
    message = "Đây là quản trị viên cuối cùng còn đăng nhập được."
    remedy = "Tạo một quản trị viên khác trước."
    http_status = 409


class DaysReversed(VanthuError):
    code = "days_reversed"
    message = "Ngày kết thúc trước ngày bắt đầu."
    remedy = "Kiểm tra lại hai ngày."


class AssignmentUnknown(VanthuError):
    code = "assignment_unknown"
    message = "Không có phân công này, hoặc phân công đã kết thúc."
    remedy = "Xem lại danh sách phân công của tài khoản."
    http_status = 404


class ActivationInvalid(VanthuError):
    """Unknown, used, expired or of a disabled account: never told apart."""

    code = "activation_invalid"
    message = "Mã kích hoạt không đúng, đã được dùng hoặc đã hết hạn."
    remedy = "Kiểm tra lại từng ký tự; nếu vẫn không được, đề nghị quản trị viên cấp mã mới."
    http_status = 401


class ListUnread(VanthuError):
    code = "list_unread"
    message = "Không đọc được danh sách tài khoản."
    remedy = "Lưu tệp dạng CSV UTF-8, dòng đầu có các cột: Tên đăng nhập, Họ và tên, Mã đơn vị, Vai trò."


class ListPasswords(VanthuError):
    code = "list_passwords"
    message = "Danh sách có cột mật khẩu nên không được nhập."
    remedy = "Bỏ cột mật khẩu; mỗi người sẽ tự đặt mật khẩu bằng mã kích hoạt của mình."


class ListRowUnread(VanthuError):
    code = "list_row_unread"
    message = "Không đọc được dòng này."
    remedy = "Kiểm tra dấu ngoặc kép, độ dài dòng và bảng mã UTF-8."


class TokensFileTaken(VanthuError):
    code = "tokens_file_taken"
    message = "Tệp {file} đã có từ trước và không thuộc lần nhập này."
    remedy = "Chọn một tên tệp khác để ghi mã kích hoạt."
    http_status = 409


class TokensFileElsewhere(VanthuError):
    code = "tokens_file_elsewhere"
    message = "Danh sách này đang được nhập dở, mã kích hoạt ghi tại {file}."
    remedy = "Chạy tiếp với đúng tệp đó."
    http_status = 409


class TokensFileUnwritable(VanthuError):
    code = "tokens_file_unwritable"
    message = "Không ghi được mã kích hoạt vào tệp {file}."
    remedy = "Kiểm tra thư mục đích còn chỗ trống và cho phép ghi, rồi chạy lại; việc nhập sẽ được làm tiếp."


class ListFileUnread(VanthuError):
    code = "list_file_unread"
    message = "Không đọc được tệp {file}."
    remedy = "Kiểm tra đường dẫn và quyền đọc tệp."


class ImportRunning(VanthuError):
    code = "import_running"
    message = "Đang nhập một danh sách tài khoản khác."
    remedy = "Chờ lần nhập đó xong rồi thử lại."
    http_status = 409
