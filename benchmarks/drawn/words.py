"""Words that invented documents are made of."""

from __future__ import annotations

from random import Random

PROVINCES = (
    "Tuyên Quang",
    "Lào Cai",
    "Phú Thọ",
    "Bắc Ninh",
    "Hưng Yên",
    "Ninh Bình",
    "Quảng Trị",
    "Gia Lai",
    "Khánh Hòa",
    "Lâm Đồng",
    "Đắk Lắk",
    "Đồng Nai",
    "Tây Ninh",
    "Vĩnh Long",
    "Đồng Tháp",
    "Cà Mau",
    "An Giang",
    "Nghệ An",
    "Thanh Hóa",
    "Cao Bằng",
    "Lạng Sơn",
    "Sơn La",
)
COMMUNES = (
    "Tân Hòa",
    "Mỹ Đức",
    "Yên Thắng",
    "Hương Sơn",
    "Bình Khê",
    "Thạnh Phước",
    "Đắk Mol",
    "Vĩnh Lộc",
    "Ninh Chử",
    "Quảng Phú",
    "Long Khánh",
    "Nà Hang",
    "Phước Hậu",
    "Ea Kiết",
    "Thủy Nguyên",
    "Trà Ôn",
)
SURNAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Đoàn",
    "Lương",
    "Tạ",
    "Mai",
    "Cao",
    "Châu",
    "Nông",
    "Triệu",
)
MIDDLE = (
    "Văn",
    "Thị",
    "Minh",
    "Quang",
    "Hữu",
    "Đức",
    "Ngọc",
    "Thanh",
    "Xuân",
    "Công",
    "Thị Thu",
    "Thị Ngọc",
    "Trọng",
    "Đình",
    "Bá",
    "Anh",
    "Thế",
    "Việt",
)
GIVEN = (
    "Hùng",
    "Dũng",
    "Sơn",
    "Hải",
    "Thủy",
    "Hòa",
    "Lan",
    "Phương",
    "Tuấn",
    "Khoa",
    "Thắng",
    "Bình",
    "Nghĩa",
    "Hạnh",
    "Mạnh",
    "Trường",
    "Quý",
    "Tùng",
    "Duy",
    "Yến",
    "Thảo",
    "Kiên",
    "Lộc",
    "Ánh",
    "Đạt",
)
MINISTRIES = {
    "Bộ Tài chính": "BTC",
    "Bộ Nội vụ": "BNV",
    "Bộ Tư pháp": "BTP",
    "Bộ Y tế": "BYT",
    "Bộ Xây dựng": "BXD",
    "Bộ Công Thương": "BCT",
    "Bộ Khoa học và Công nghệ": "BKHCN",
    "Bộ Giáo dục và Đào tạo": "BGDĐT",
    "Bộ Nông nghiệp và Môi trường": "BNNMT",
    "Bộ Quốc phòng": "BQP",
}
DEPARTMENTS = {
    "Sở Tài chính": ("STC", "QLNS"),
    "Sở Nội vụ": ("SNV", "VTLT"),
    "Sở Y tế": ("SYT", "NVY"),
    "Sở Xây dựng": ("SXD", "QLNPTĐT"),
    "Sở Tư pháp": ("STP", "VB"),
    "Sở Công Thương": ("SCT", "QLTM"),
    "Sở Giáo dục và Đào tạo": ("SGDĐT", "TCCB"),
    "Sở Nông nghiệp và Môi trường": ("SNNMT", "TTBVTV"),
    "Sở Khoa học và Công nghệ": ("SKHCN", "CĐS"),
}
THINGS = (
    "quản lý và sử dụng tài sản công",
    "phòng, chống cháy rừng mùa khô",
    "bảo tồn di tích lịch sử cấp tỉnh",
    "thu gom, xử lý chất thải rắn sinh hoạt",
    "hỗ trợ nhà ở cho hộ nghèo",
    "tuyển dụng viên chức giáo dục",
    "an toàn thực phẩm trong trường học",
    "cấp nước sạch nông thôn",
    "tiếp công dân định kỳ",
    "ứng phó với xâm nhập mặn",
    "đào tạo nghề cho lao động nông thôn",
    "kiểm kê đất đai",
    "dân chủ ở cơ sở",
    "số hoá tài liệu lưu trữ",
    "phát triển hợp tác xã nông nghiệp",
    "bảo vệ nguồn lợi thủy sản",
    "công tác dân vận trong tình hình mới",
    "kiểm soát thủ tục hành chính",
)
SPANS = (
    "năm 2025",
    "giai đoạn 2026 - 2030",
    "6 tháng đầu năm",
    "trên địa bàn tỉnh",
    "đến năm 2030",
    "quý III",
)
SENTENCES = (
    "Các cơ quan, đơn vị rà soát nhiệm vụ được giao, xác định rõ người chịu trách nhiệm, tiến độ và kết quả "
    "phải đạt; báo cáo khó khăn, vướng mắc phát sinh về cơ quan thường trực để tổng hợp.",
    "Kinh phí thực hiện được bố trí trong dự toán ngân sách hằng năm và các nguồn hợp pháp khác theo "
    "quy định của pháp luật về ngân sách nhà nước.",
    "Giao cơ quan thường trực theo dõi, đôn đốc, kiểm tra việc thực hiện; sơ kết hằng năm, tổng kết "
    "khi kết thúc.",
    "Trong quá trình thực hiện, nếu có nội dung cần điều chỉnh, các đơn vị kịp thời phản ánh bằng văn bản để "
    "được xem xét, giải quyết.",
    "Tăng cường tuyên truyền, vận động nhân dân tham gia; phát huy vai trò giám sát, phản biện xã hội của "
    "Mặt trận Tổ quốc và các tổ chức chính trị - xã hội.",
    "Việc đánh giá kết quả căn cứ vào sản phẩm cụ thể, thời hạn hoàn thành và mức độ hài lòng của người dân.",
)


def person(random: Random) -> str:
    return f"{random.choice(SURNAMES)} {random.choice(MIDDLE)} {random.choice(GIVEN)}"


def about(random: Random, verb: str = "") -> str:
    """A subject: what it does, of what, for how long; sometimes two lines long."""
    text = f"{verb} {random.choice(THINGS)}".strip()
    if random.random() < 0.6:
        text += f" {random.choice(SPANS)}"
    return text


def body_text(random: Random, count: int) -> list[str]:
    return [random.choice(SENTENCES) for _ in range(count)]
