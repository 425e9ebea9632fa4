"""What can go wrong with the catalogue and its files, in the user's words."""

from __future__ import annotations

from vanthu.errors import Forbidden, VanthuError


class FileMissing(VanthuError):
    code = "file_missing"
    message = "Tệp của văn bản không còn trong kho lưu trữ."
    remedy = "Báo quản trị viên chạy lệnh: vanthu verify, rồi khôi phục từ bản sao lưu."
    http_status = 500


class StorageFull(VanthuError):
    code = "storage_full"
    message = "Ổ đĩa lưu trữ đã đầy; tệp chưa được lưu."
    remedy = "Giải phóng dung lượng rồi thử lại. Văn bản đã lưu trước đó không bị ảnh hưởng."
    http_status = 507


class StorageReadOnly(VanthuError):
    code = "storage_read_only"
    message = "Không ghi được vào thư mục dữ liệu."
    remedy = "Kiểm tra quyền ghi của thư mục dữ liệu rồi thử lại."
    http_status = 503


class DuplicateDocument(VanthuError):
    """Only ever told to someone who may see the existing document."""

    code = "duplicate"
    message = "Văn bản này đã có trong kho (mã {document_id})."
    remedy = "Mở văn bản đã có; không cần tải lên lại."
    http_status = 409


class FieldInvalid(VanthuError):
    code = "field_invalid"
    message = "Giá trị của trường “{name}” không hợp lệ."
    remedy = "Ngày ghi theo dạng năm-tháng-ngày (2026-01-31); tên loại và độ khẩn chọn trong danh sách."


class SecrecyNotCorrected(Forbidden):
    code = "secrecy_not_corrected"
    message = "Độ mật không sửa được cùng các thông tin khác của văn bản."
    remedy = "Báo người phụ trách bảo vệ bí mật nhà nước của đơn vị để làm đúng thủ tục."


class ClassInvalid(VanthuError):
    code = "class_invalid"
    message = "Chưa đổi được phân loại: thiếu lý do, hoặc văn bản đã thuộc loại này."
    remedy = "Ghi lý do và chọn loại khác với hiện tại."


class ClassUnread(Forbidden):
    """What is opened to a whole unit was read by who opens it."""

    code = "class_unread"
    message = "Chỉ người được cấp quyền xem văn bản mới chuyển được văn bản về loại thường."
    remedy = "Cấp quyền xem cho mình, đọc văn bản rồi chuyển."


class ClassFixed(Forbidden):
    """Declassifying a state secret is a decision of the competent person, with a document of its own."""

    code = "class_fixed"
    message = "Ở đây chỉ đổi được giữa loại thường và loại nhạy cảm."
    remedy = "Văn bản mật, tối mật: thực hiện giải mật, điều chỉnh độ mật đúng thủ tục rồi nhập lại văn bản."


class PersonalDataHidden(Forbidden):
    """The file itself cannot be covered word by word."""

    code = "personal_data_hidden"
    message = "Tệp này có thể chứa thông tin cá nhân mà tài khoản của bạn không được giao xem."
    remedy = "Xem văn bản trên màn hình, nơi thông tin cá nhân được che, hoặc hỏi đơn vị quản lý văn bản."


class TableInvalid(VanthuError):
    code = "table_invalid"
    message = "Không đọc được bảng siêu dữ liệu: {reason}."
    remedy = "Dùng bảng CSV hoặc XLSX do phần mềm xuất ra; giữ nguyên dòng tiêu đề cột."
    spoken = frozenset({"reason"})


class PackageRefused(VanthuError):
    code = "package_refused"
    message = "Không nhận gói hồ sơ này: {reason}."
    remedy = "Đề nghị nơi nộp lập lại gói; chưa có văn bản nào trong gói được nhận."
    spoken = frozenset({"reason"})


class SortUnknown(VanthuError):
    code = "sort_unknown"
    message = "Không sắp xếp được theo cách đã chọn."
    remedy = "Chọn cách sắp xếp có trong danh sách."


class BackupDamaged(VanthuError):
    code = "backup_damaged"
    message = "Bản sao lưu không nguyên vẹn: {member}."
    remedy = "Dùng một bản sao lưu khác; thư mục dữ liệu chưa bị thay đổi."


class RestoreTargetNotEmpty(VanthuError):
    code = "restore_target_not_empty"
    message = "Nơi khôi phục đã có dữ liệu."
    remedy = "Khôi phục vào một thư mục dữ liệu và cơ sở dữ liệu trống."
    http_status = 409


class BackupExists(VanthuError):
    code = "backup_exists"
    message = "Tệp sao lưu đích đã tồn tại."
    remedy = "Chọn tên tệp khác."
    http_status = 409


class DatabaseToolFailed(VanthuError):
    code = "database_tool_failed"
    message = "Công cụ {tool} của PostgreSQL không chạy được."
    remedy = "Cài gói postgresql-client cùng phiên bản với máy chủ cơ sở dữ liệu rồi thử lại."
    http_status = 500
