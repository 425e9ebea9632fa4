# ruff: noqa: E501
"""Sentences about invented passages: what they say is true or false of the passage."""

from __future__ import annotations

PASSAGES = {
    "report": (
        "Quy định số 12-QĐ/TU - Điều 6. Chế độ báo cáo\n"
        "1. Đảng uỷ xã gửi báo cáo tháng về Văn phòng Tỉnh uỷ trước ngày 20 hằng tháng; báo cáo năm gửi trước ngày "
        "15 tháng 12.\n"
        "2. Trường hợp đột xuất, cơ quan, đơn vị phải báo cáo trong thời hạn 24 giờ kể từ khi xảy ra sự việc.\n"
        "3. Không gửi báo cáo có nội dung bí mật nhà nước qua thư điện tử công vụ, trừ trường hợp đã được mã hoá "
        "bằng sản phẩm mật mã của cơ yếu."
    ),
    "roles": (
        "Kế hoạch số 45-KH/TU - II. Tổ chức thực hiện\n"
        "1. Ban Tuyên giáo và Dân vận Tỉnh uỷ chủ trì biên soạn tài liệu; Văn phòng Tỉnh uỷ phối hợp bảo đảm hạ "
        "tầng kỹ thuật.\n"
        "2. Ban Tổ chức Tỉnh uỷ tham mưu mở 6 lớp bồi dưỡng cho 480 cán bộ cấp xã trong năm 2026, kinh phí 1,2 tỷ "
        "đồng.\n"
        "3. Đảng uỷ các xã, phường có trách nhiệm cử cán bộ tham gia đúng thành phần."
    ),
    "storage": (
        "Quy chế văn thư - Điều 14. Giao nhận và lưu hồ sơ\n"
        "1. Văn bản đến phải được đăng ký trong ngày; văn bản khẩn được đăng ký ngay khi nhận.\n"
        "2. Công chức văn thư không được cho mượn con dấu khi chưa có ý kiến bằng văn bản của Chánh Văn phòng.\n"
        "3. Hồ sơ nhân sự lưu vĩnh viễn; hồ sơ hành chính lưu 10 năm; sổ đăng ký văn bản lưu 20 năm.\n"
        "4. Người được giao giải quyết có quyền khai thác hồ sơ tại chỗ, có thể đề nghị sao chụp tối đa 30 trang."
    ),
    "data": (
        "Quyết định số 88/2025/QĐ-UBND - Điều 3. Mục tiêu đến năm 2030\n"
        "a) 100% văn bản đi được ký số; ít nhất 95% văn bản đến được xử lý trên môi trường mạng;\n"
        "b) Tỷ lệ hồ sơ giấy giảm 40% so với năm 2024;\n"
        "c) Sở Khoa học và Công nghệ công khai dữ liệu mở hằng quý."
    ),
    "force": (
        "Nghị quyết số 09-NQ/TU - Điều 9. Hiệu lực\n"
        "Nghị quyết này có hiệu lực từ ngày 01 tháng 7 năm 2025 và thay thế Nghị quyết số 21-NQ/TU ngày 14/3/2019 của "
        "Ban Thường vụ Tỉnh uỷ. Đồng chí Nguyễn Thị Hồng Vân ký thay mặt Ban Thường vụ."
    ),
}

TRUE = [
    ("report", "Đảng uỷ xã gửi báo cáo tháng về Văn phòng Tỉnh uỷ trước ngày 20 hằng tháng."),
    ("report", "Báo cáo năm gửi trước ngày 15 tháng 12."),
    ("report", "Báo cáo tháng của Đảng uỷ xã được gửi về Văn phòng Tỉnh uỷ trước ngày 20 hằng tháng."),
    ("report", "Trường hợp đột xuất, cơ quan, đơn vị phải báo cáo trong thời hạn 24 giờ."),
    (
        "report",
        "Theo Điều 6 Quy định số 12-QĐ/TU, trường hợp đột xuất phải báo cáo trong 24 giờ kể từ khi xảy ra sự việc.",
    ),
    (
        "report",
        "Không gửi báo cáo có nội dung bí mật nhà nước qua thư điện tử công vụ, trừ trường hợp đã được mã hoá.",
    ),
    ("report", "ĐẢNG UỶ XÃ GỬI BÁO CÁO THÁNG VỀ VĂN PHÒNG TỈNH UỶ TRƯỚC NGÀY 20 HẰNG THÁNG"),
    ("report", "Đảng ủy xã gửi báo cáo tháng về Văn phòng Tỉnh ủy trước ngày 20 hằng tháng."),
    ("roles", "Ban Tuyên giáo và Dân vận Tỉnh uỷ chủ trì biên soạn tài liệu."),
    ("roles", "Văn phòng Tỉnh uỷ phối hợp bảo đảm hạ tầng kỹ thuật."),
    ("roles", "Ban Tổ chức Tỉnh uỷ tham mưu mở 6 lớp bồi dưỡng cho 480 cán bộ cấp xã trong năm 2026."),
    ("roles", "Ban Tổ chức Tỉnh uỷ tham mưu mở sáu lớp bồi dưỡng cho cán bộ cấp xã."),
    ("roles", "Kinh phí mở 6 lớp bồi dưỡng cho cán bộ cấp xã là 1,2 tỷ đồng."),
    ("roles", "Đảng uỷ các xã, phường có trách nhiệm cử cán bộ tham gia đúng thành phần."),
    ("roles", "Việc biên soạn tài liệu do Ban Tuyên giáo và Dân vận Tỉnh uỷ chủ trì."),
    ("storage", "Văn bản đến phải được đăng ký trong ngày."),
    ("storage", "Văn bản khẩn được đăng ký ngay khi nhận."),
    (
        "storage",
        "Công chức văn thư không được cho mượn con dấu khi chưa có ý kiến bằng văn bản của Chánh Văn phòng.",
    ),
    ("storage", "Hồ sơ nhân sự lưu vĩnh viễn; hồ sơ hành chính lưu 10 năm."),
    ("storage", "Sổ đăng ký văn bản lưu 20 năm."),
    ("storage", "Người được giao giải quyết có quyền khai thác hồ sơ tại chỗ."),
    ("storage", "Có thể đề nghị sao chụp tối đa 30 trang."),
    ("data", "100% văn bản đi được ký số."),
    ("data", "Đến năm 2030, ít nhất 95% văn bản đến được xử lý trên môi trường mạng."),
    ("data", "Tỷ lệ hồ sơ giấy giảm 40% so với năm 2024."),
    ("data", "Tỷ lệ hồ sơ giấy giảm 40 % so với năm 2024."),
    ("data", "Sở Khoa học và Công nghệ công khai dữ liệu mở hằng quý."),
    ("force", "Nghị quyết này có hiệu lực từ ngày 01/7/2025."),
    (
        "force",
        "Nghị quyết số 09-NQ/TU thay thế Nghị quyết số 21-NQ/TU ngày 14 tháng 3 năm 2019 của Ban Thường vụ Tỉnh uỷ.",
    ),
    ("force", "Nghị quyết có hiệu lực từ ngày 01 tháng 7 năm 2025."),
    ("force", "Đồng chí Nguyễn Thị Hồng Vân ký thay mặt Ban Thường vụ."),
]

FALSE = [
    ("report", "Đảng uỷ xã gửi báo cáo tháng về Văn phòng Tỉnh uỷ trước ngày 25 hằng tháng."),
    ("report", "Đảng uỷ xã gửi báo cáo tháng về Văn phòng Tỉnh uỷ trước ngày 20 hằng quý."),
    ("report", "Đảng uỷ xã gửi báo cáo tháng về Ban Tổ chức Tỉnh uỷ trước ngày 20 hằng tháng."),
    ("report", "Đảng uỷ xã không gửi báo cáo tháng về Văn phòng Tỉnh uỷ."),
    ("report", "Đảng uỷ xã gửi báo cáo tháng về Văn phòng Tỉnh uỷ sau ngày 20 hằng tháng."),
    ("report", "Báo cáo năm gửi trước ngày 20 tháng 12."),
    ("report", "Báo cáo năm gửi trước ngày 15 tháng 11."),
    (
        "report",
        "Trường hợp đột xuất, cơ quan, đơn vị phải báo cáo trong thời hạn 48 giờ kể từ khi xảy ra sự việc.",
    ),
    (
        "report",
        "Trường hợp đột xuất, cơ quan, đơn vị phải báo cáo trong thời hạn 24 ngày kể từ khi xảy ra sự việc.",
    ),
    (
        "report",
        "Trường hợp đột xuất, cơ quan, đơn vị có thể báo cáo trong thời hạn 24 giờ kể từ khi xảy ra sự việc.",
    ),
    ("report", "Trường hợp đột xuất, cơ quan, đơn vị không phải báo cáo trong thời hạn 24 giờ."),
    ("report", "Được gửi báo cáo có nội dung bí mật nhà nước qua thư điện tử công vụ."),
    ("report", "Gửi báo cáo có nội dung bí mật nhà nước qua thư điện tử công vụ."),
    ("report", "Không gửi báo cáo có nội dung bí mật nhà nước qua thư điện tử công vụ."),
    ("report", "Theo Điều 16 Quy định số 12-QĐ/TU, trường hợp đột xuất phải báo cáo trong 24 giờ."),
    ("report", "Theo Quy định số 21-QĐ/TU, trường hợp đột xuất phải báo cáo trong 24 giờ."),
    ("report", "Đảng uỷ xã họp trực tuyến với Văn phòng Tỉnh uỷ vào thứ Hai đầu tuần."),
    ("roles", "Văn phòng Tỉnh uỷ chủ trì biên soạn tài liệu."),
    ("roles", "Văn phòng Tỉnh uỷ chủ trì biên soạn tài liệu; Ban Tuyên giáo và Dân vận Tỉnh uỷ phối hợp."),
    ("roles", "Ban Tổ chức Tỉnh uỷ chủ trì biên soạn tài liệu."),
    ("roles", "Ban Tổ chức Tỉnh uỷ tham mưu mở 16 lớp bồi dưỡng cho 480 cán bộ cấp xã trong năm 2026."),
    ("roles", "Ban Tổ chức Tỉnh uỷ tham mưu mở 480 lớp bồi dưỡng cho 6 cán bộ cấp xã trong năm 2026."),
    ("roles", "Ban Tổ chức Tỉnh uỷ tham mưu mở 6 lớp bồi dưỡng cho 480 cán bộ cấp tỉnh trong năm 2026."),
    ("roles", "Kinh phí mở 6 lớp bồi dưỡng cho cán bộ cấp xã là 12 tỷ đồng."),
    ("roles", "Kinh phí mở 6 lớp bồi dưỡng cho cán bộ cấp xã là 1,2 triệu đồng."),
    ("roles", "Ban Tổ chức Tỉnh uỷ tham mưu mở sáu lớp bồi dưỡng trong năm 2027."),
    ("roles", "Ban Nội chính Tỉnh uỷ tham mưu mở 6 lớp bồi dưỡng cho 480 cán bộ cấp xã."),
    ("roles", "Đảng uỷ các xã, phường không có trách nhiệm cử cán bộ tham gia."),
    ("roles", "Sở Tài chính cấp kinh phí biên soạn tài liệu."),
    ("storage", "Văn bản đến không phải đăng ký trong ngày."),
    ("storage", "Văn bản đến có thể được đăng ký trong ngày."),
    (
        "storage",
        "Công chức văn thư được cho mượn con dấu khi chưa có ý kiến bằng văn bản của Chánh Văn phòng.",
    ),
    (
        "storage",
        "Công chức văn thư không được cho mượn con dấu khi có ý kiến bằng văn bản của Chánh Văn phòng.",
    ),
    (
        "storage",
        "Công chức văn thư không được cho mượn con dấu khi chưa có ý kiến bằng văn bản của Bí thư Tỉnh uỷ.",
    ),
    ("storage", "Hồ sơ nhân sự lưu 10 năm; hồ sơ hành chính lưu vĩnh viễn."),
    ("storage", "Hồ sơ hành chính lưu 20 năm."),
    ("storage", "Sổ đăng ký văn bản lưu 10 năm."),
    ("storage", "Hồ sơ hành chính lưu 10 tháng."),
    ("storage", "Người được giao giải quyết không có quyền khai thác hồ sơ tại chỗ."),
    ("storage", "Người được giao giải quyết phải khai thác hồ sơ tại chỗ."),
    ("storage", "Có thể đề nghị sao chụp tối thiểu 30 trang."),
    ("storage", "Có thể đề nghị sao chụp tối đa 300 trang."),
    ("data", "95% văn bản đi được ký số."),
    ("data", "100% văn bản đi không được ký số."),
    ("data", "Đến năm 2030, nhiều nhất 95% văn bản đến được xử lý trên môi trường mạng."),
    ("data", "Đến năm 2035, ít nhất 95% văn bản đến được xử lý trên môi trường mạng."),
    ("data", "Tỷ lệ hồ sơ giấy tăng 40% so với năm 2024."),
    ("data", "Tỷ lệ hồ sơ giấy giảm 4% so với năm 2024."),
    ("data", "Tỷ lệ hồ sơ giấy giảm 40% so với năm 2023."),
    ("data", "Sở Khoa học và Công nghệ công khai dữ liệu mở hằng năm."),
    ("data", "Sở Nội vụ công khai dữ liệu mở hằng quý."),
    ("data", "Sở Khoa học và Công nghệ không công khai dữ liệu mở."),
    ("force", "Nghị quyết này có hiệu lực từ ngày 01/7/2026."),
    ("force", "Nghị quyết này có hiệu lực từ ngày 10/7/2025."),
    ("force", "Nghị quyết số 21-NQ/TU thay thế Nghị quyết số 09-NQ/TU."),
    ("force", "Nghị quyết số 09-NQ/TU sửa đổi Nghị quyết số 22-NQ/TU ngày 14/3/2019."),
    ("force", "Nghị quyết này không có hiệu lực từ ngày 01 tháng 7 năm 2025."),
    ("force", "Đồng chí Nguyễn Thị Hồng Hà ký thay mặt Ban Thường vụ."),
    ("force", "Đồng chí Trần Văn Nam ký thay mặt Ban Thường vụ."),
    ("force", ""),
]
