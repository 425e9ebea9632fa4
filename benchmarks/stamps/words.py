"""What stamps say, secrecy marks and others, and sentences with the word mật in them."""

from __future__ import annotations

MARKS = {
    "confidential": ("MẬT", "M Ậ T", "Mật", "MAT"),
    "secret": ("TỐI MẬT", "TỐI  MẬT", "Tối mật", "Tối Mật", "TOI MAT"),
    "top_secret": ("TUYỆT MẬT", "TUYỆT  MẬT", "Tuyệt mật", "Tuyệt Mật", "TUYET MAT"),
}
"""By level; the first of each is the usual one."""

BEFORE = ("ĐỘ MẬT:", "Độ mật:", "ĐỘ MẬT", "MỨC ĐỘ MẬT:", "TÀI LIỆU")

OTHER_STAMPS = (
    *("KHẨN", "THƯỢNG KHẨN", "HOẢ TỐC", "HỎA TỐC", "HỎA TỐC HẸN GIỜ", "Khẩn", "Hỏa tốc", "KHẨN CẤP"),
    *("MẪU", "MẪU SỐ 01", "SAO Y", "SAO Y BẢN CHÍNH", "SAO LỤC", "TRÍCH SAO", "BẢN SAO", "BẢN CHÍNH"),
    *("BẢN GỐC", "ĐẾN", "ĐI", "CÔNG VĂN ĐẾN", "CÔNG VĂN ĐI", "DỰ THẢO", "DỰ THẢO LẦN 2", "HỎA TỐC"),
    *("TÀI LIỆU THU HỒI", "XEM XONG TRẢ LẠI", "KHÔNG PHỔ BIẾN", "LƯU HÀNH NỘI BỘ", "NỘI BỘ", "A", "B", "C"),
    *(
        "ĐÃ THANH TOÁN",
        "ĐÃ THU TIỀN",
        "ĐÃ KÝ",
        "ĐÃ DUYỆT",
        "DUYỆT",
        "BẢN THẢO",
        "HẾT HIỆU LỰC",
        "ĐÃ KIỂM TRA",
    ),
    *("CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ", "HẾT HIỆU LỰC MỘT PHẦN", "BẢN SAO SỐ: 03", "SỐ: 15", "LƯU", "HỦY"),
    *("BẢO MẬT", "BÍ MẬT", "BÍ MẬT NHÀ NƯỚC", "GIẢI MẬT", "ĐÃ GIẢI MẬT", "ĐỘ MẬT", "MẬT KHẨU", "MẬT ĐỘ"),
    *("CƠ MẬT VIỆN", "MẬT ONG", "THÂN MẬT", "ĐỘ KHẨN", "QUY CHẾ BẢO MẬT", "TUYỆT ĐỐI", "TUYỂN", "TỐI"),
    *("NHẬT", "VẬT", "LUẬT", "THẬT", "CHẤT", "MỘT", "MẤT", "TỐT", "TỐI ĐA", "NHẤT", "MỚI", "MAI", "TUYẾN"),
    *("HOÀ BÌNH", "MÃ SỐ", "TUẤN", "KẾ TOÁN", "PHÊ DUYỆT", "TỐI CAO", "MẶT TRẬN", "BẤT THƯỜNG", "NHẬN"),
    *("PHÒNG HÀNH CHÍNH", "VĂN THƯ", "ỦY BAN", "TỈNH ỦY", "SỞ TƯ PHÁP", "CỤC THUẾ", "TMĐT", "MTTQ", "LƯU Ý"),
)
"""Stamps in the same frames and inks that are no secrecy marks, and words shaped like them."""

HEADINGS = (
    "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "DANH MỤC BÍ MẬT NHÀ NƯỚC",
    "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TUYỆT MẬT THUỘC LĨNH VỰC ĐẢNG",
    "QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC CỦA CƠ QUAN",
    "QUY ĐỊNH VỀ BẢO MẬT THÔNG TIN",
    "ĐỘ MẬT VÀ ĐỘ KHẨN",
    "MẬT ĐỘ DÂN SỐ VÀ XÂY DỰNG",
    "PHÂN LOẠI BÍ MẬT NHÀ NƯỚC",
    "NGÀNH NUÔI ONG LẤY MẬT",
    "THÔNG BÁO TUYỂN SINH",
    "TÒA ÁN NHÂN DÂN TỐI CAO",
    "MẬT KHẨU TRUY CẬP HỆ THỐNG",
)

SENTENCES = (
    "Cơ quan, tổ chức có trách nhiệm bảo vệ bí mật nhà nước theo quy định của pháp luật.",
    "Bí mật nhà nước được phân loại thành ba độ: Tuyệt mật, Tối mật và Mật.",
    "Văn bản mật phải được đăng ký vào sổ riêng, tài liệu mật không gửi qua mạng.",
    "a) Tuyệt mật; b) Tối mật; c) Mật.",
    "Người dùng giữ bảo mật tài khoản và thay mật khẩu ba tháng một lần.",
    "Mật độ dân số trung bình đạt 295 người/km², mật độ xây dựng 40 %.",
    "Sản lượng mật ong năm 2025 tăng 12 % so với cùng kỳ.",
    "Dấu chỉ độ mật (tuyệt mật, tối mật, mật) đóng bằng mực màu đỏ tươi.",
    "Hội nghị diễn ra trong không khí thân mật, phối hợp mật thiết với các ngành.",
    "Thời hạn bảo vệ bí mật nhà nước độ tuyệt mật là 30 năm, tối mật 20 năm, mật 10 năm.",
    "Nghiêm cấm làm lộ, làm mất bí mật công tác, bí mật cá nhân, bí mật gia đình.",
)

IN_CONTEXT = (
    *(
        ("bí", "mật", "nhà nước"),
        ("bảo vệ bí", "mật", ""),
        ("", "mật", "độ dân số"),
        ("bảo", "mật", "thông tin"),
    ),
    *(
        ("", "mật", "khẩu"),
        ("sản lượng", "mật", "ong"),
        ("thân", "mật", ""),
        ("cơ", "mật", ""),
        ("giải", "mật", ""),
    ),
    *(("tài liệu", "mật", "không gửi"), ("văn bản", "mật", "phải"), ("độ", "mật", ""), ("mức độ", "mật", "")),
    *(
        ("độ", "tuyệt mật", "là 30 năm"),
        ("gồm", "tuyệt mật", ", tối"),
        ("mật,", "tối mật", "và mật"),
        ("bí", "mật", ""),
    ),
    *(
        ("độ", "tối mật", "thuộc lĩnh"),
        ("bảo", "mật", ""),
        ("danh mục bí", "mật", ""),
        ("độ", "mật", "và độ khẩn"),
    ),
    *(("lĩnh vực", "tuyệt mật", "của Đảng"), ("tuyệt mật,", "tối mật", ", mật"), ("đã giải", "mật", "")),
    *(
        ("hội", "nhất", "trí"),
        ("", "tuyệt đối", "chấp hành"),
        ("", "tối thiểu", "hai"),
        ("chất", "vật", "liệu"),
    ),
)
"""Words before, a word like a mark, words after: together no mark."""
