"""The kinds of invented documents: one of each is drawn for a seed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.drawn import party, state
from benchmarks.drawn.heads import DrawnHead

KINDS: tuple[Callable[[Random], DrawnHead], ...] = (
    state.decree,
    state.circular,
    state.joint_circular,
    state.prime_minister,
    state.provincial("Kế hoạch", "plan", "KH", "Thực hiện"),
    state.provincial("Quyết định", "decision", "QĐ", "Về việc phê duyệt Phương án"),
    state.provincial("Chỉ thị", "directive", "CT", "Về việc tăng cường"),
    state.communal("Báo cáo", "report", "BC", "Kết quả thực hiện"),
    state.communal("Giấy mời", "invitation", "GM", "Họp triển khai"),
    state.council,
    state.department("Công văn", "official_letter", "", "triển khai"),
    state.department("Công văn", "official_letter", "", "báo cáo kết quả"),
    state.department("Tờ trình", "submission", "TTr", "Về việc phê duyệt dự toán"),
    state.department("Hướng dẫn", "guidance", "HD", "Lập hồ sơ"),
    state.draft,
    state.telegram,
    state.office_notice,
    state.slipped,
    party.provincial_party("Kết luận", "conclusion", "KL", "của Ban Thường vụ về"),
    party.provincial_party("Quy định", "regulation", "QĐ", "về"),
    party.provincial_party("Chương trình", "programme", "CTr", "hành động về"),
    party.party_office("Công văn", "official_letter", "CV"),
    party.party_office("Thông báo", "notice", "TB"),
    party.cell,
    party.communal_party,
    party.central_party,
)
"""One function for each kind: 26 documents a seed."""
