"""What can be wrong with the data folder or the place the server listens."""

from __future__ import annotations

from vanthu.errors import VanthuError


class FolderBusy(VanthuError):
    code = "folder_busy"
    message = "Thư mục dữ liệu {folder} đang do một lệnh khác sử dụng."
    remedy = "Chờ lệnh kia xong rồi thử lại."
    http_status = 503


class FolderUnusable(VanthuError):
    code = "folder_unusable"
    message = "Không tạo hoặc không ghi được thư mục dữ liệu {folder}."
    remedy = "Kiểm tra quyền ghi, hoặc đặt VANTHU_DATA trỏ tới thư mục khác."
    http_status = 500


class DiskFull(VanthuError):
    code = "disk_full"
    message = "Ổ đĩa chứa {folder} chỉ còn {free_mb} MB, cần ít nhất {need_mb} MB."
    remedy = "Giải phóng dung lượng ổ đĩa rồi thử lại; dữ liệu đã có vẫn nguyên vẹn."
    http_status = 507


class PortTaken(VanthuError):
    code = "port_taken"
    message = "Cổng {port} đang do chương trình khác sử dụng."
    remedy = "Tắt chương trình đó, hoặc chọn cổng khác: vanthu serve --port {other}"
    http_status = 500


class PortForbidden(VanthuError):
    code = "port_forbidden"
    message = "Không được phép nghe tại địa chỉ {host}, cổng {port}."
    remedy = "Dùng cổng từ 1024 trở lên và một địa chỉ của chính máy này."
    http_status = 500


class ServerRunning(VanthuError):
    code = "server_running"
    message = "Máy chủ Văn thư đang chạy trên thư mục dữ liệu {folder}."
    remedy = "Dừng máy chủ trước khi làm việc này."
    http_status = 409
