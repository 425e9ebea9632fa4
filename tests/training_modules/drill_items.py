"""One drill of each kind, small; every word that must stay on the server is in capitals with BÍMẬT in it."""

from __future__ import annotations

from typing import Any

from training_modules.content import read_items
from training_modules.items import Item

SECRET = "BÍMẬT"

ENTRIES: list[dict[str, Any]] = [
    {
        "kind": "mark",
        "stem": "Đánh dấu câu sai",
        "options": {
            "c1": "Xã lập kế hoạch.",
            "c2": "Sở nộp báo cáo.",
            "c3": "Hạn là ngày 20.",
            "c4": "Xã tự chi.",
        },
        "targets": {"actor": "Sai chủ thể", "number": "Sai con số"},
        "key": ["c2=actor", "c4=number"],
        "why": {"c2": "BÍMẬT một", "c4": "BÍMẬT hai"},
        "enough": 0.75,
        "material": [{"title": "Quyết định", "text": "Xã nộp báo cáo."}],
    },
    {
        "kind": "version",
        "stem": "Ngày 10/9/2025 hạn là ngày nào?",
        "options": {"k1": "Khoản 1", "k2": "Khoản 2", "k3": "Khoản 3"},
        "targets": {"v1": "Ban đầu", "v2": "Sửa đổi"},
        "key": ["k2", "v1"],
    },
    {
        "kind": "rewrite",
        "stem": "Sửa chữ nhận dạng",
        "text": "Số: 115/UBND-VX BÍMẬT\nQuỹ hỗ trợ bổ sung được phân bổ trong quý II năm 2026.",
        "given": "S6: 115/UBND-VX BIMAT\nQuý hỗ trợ bố sung được phân bố trong quý II năm 2O26.",
        "limit": 2,
    },
    {
        "kind": "request",
        "stem": "Ông Đinh Văn Ví Dụ, 0900 000 021, khiếu nại, hồ sơ 214/KN-UBND. Cần khung thư trả lời.",
        "about": [["thư trả lời", "BÍMẬT cách viết"]],
        "planted": [
            {"what": "BÍMẬT họ tên", "forms": ["Đinh Văn Ví Dụ", "ông Ví Dụ"]},
            {"what": "BÍMẬT số điện thoại", "forms": ["0900 000 021"]},
            {"what": "BÍMẬT số hồ sơ", "forms": ["214/KN-UBND"]},
        ],
        "model": "Bạn là chuyên viên cấp xã. Soạn thư trả lời nhằm giải thích thủ tục. Dài một trang. BÍMẬT",
    },
    {
        "kind": "file_building",
        "stem": "Lập hồ sơ",
        "options": {
            "d1": "Giao việc",
            "d2": "Tờ trình",
            "d3": "Kế hoạch",
            "n1": "Bản nháp",
            "n2": "Việc khác",
        },
        "key": ["d1", "d2", "d3"],
        "why": {"n1": "BÍMẬT nháp"},
        "fields": [
            {
                "id": "title",
                "label": "Tiêu đề",
                "parts": [["lễ hội"], ["2026", "BÍMẬT"]],
                "example": "Lễ hội 2026",
                "why": "BÍMẬT",
            },
            {"id": "code", "label": "Ký hiệu", "accepted": ["02.BÍMẬT"], "why": "BÍMẬT"},
            {
                "id": "keep",
                "label": "Bảo quản",
                "options": {"a": "10 năm", "b": "20 năm"},
                "key": "b",
                "why": "BÍMẬT",
            },
        ],
        "enough": 0.85,
    },
    {
        "kind": "cited_summary",
        "stem": "Tóm tắt",
        "options": {"k1": "Khoản 1", "k2": "Khoản 2", "k3": "Khoản 3"},
        "texts": {
            "k1": "UBND cấp xã phải gửi báo cáo hằng quý trước ngày 20 của tháng cuối quý.",
            "k2": "Xã có dưới 5.000 dân không phải lập kế hoạch riêng.",
            "k3": "Kinh phí thực hiện do ngân sách tỉnh bảo đảm.",
        },
        "points": [
            {"clause": "k1", "words": ["báo cáo"], "what": "BÍMẬT hạn"},
            {"clause": "k2", "words": ["không phải"], "what": "BÍMẬT ngoại lệ"},
        ],
        "keeps": {"k2": ["5.000|BÍMẬT"]},
        "most_words": 60,
        "model": [
            "k1=UBND cấp xã phải gửi báo cáo hằng quý trước ngày 20 của tháng cuối quý.",
            "k2=Xã có dưới 5.000 dân không phải lập kế hoạch riêng.",
        ],
    },
]

ITEMS: dict[str, Item] = {
    item.kind: item
    for item in read_items(
        [{"id": entry["kind"], "explanation": "BÍMẬT vì quy định như vậy.", **entry} for entry in ENTRIES],
        "bank.yaml",
    )
}


def with_fields(kind: str, **fields: Any) -> dict[str, Any]:
    """The entry of that kind with some of its fields changed."""
    entry = next(entry for entry in ENTRIES if entry["kind"] == kind)
    return {"id": "x", "explanation": "Vì quy định như vậy.", **entry, **fields}
