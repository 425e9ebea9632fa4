"""What can go wrong when questions are proposed."""

from __future__ import annotations

from vanthu.errors import VanthuError


class NotForCourses(VanthuError):
    code = "not_for_courses"
    message = "Không đề xuất câu hỏi từ văn bản này."
    remedy = "Khoá học hiện với mọi học viên, nên chỉ dùng văn bản thường và còn hiệu lực."
    http_status = 409


class ProposalGone(VanthuError):
    code = "proposal_gone"
    message = "Câu hỏi này không còn qua được các bước kiểm tra, hoặc khoá học đã có câu tương tự."
    remedy = "Tải lại danh sách câu hỏi đề xuất."
    http_status = 409
