"""What can go wrong at the desk, in the user's words."""

from __future__ import annotations

from vanthu.errors import VanthuError


class ItemMoved(VanthuError):
    code = "item_moved"
    message = "Chỗ này vừa được sửa, nội dung không còn như bạn đang thấy."
    remedy = "Xem lại nội dung hiện tại rồi quyết định."
    http_status = 409


class ItemSettled(VanthuError):
    code = "item_settled"
    message = "Chỗ này đã được soát xong."
    remedy = "Chuyển sang mục tiếp theo."
    http_status = 409


class LineMoved(VanthuError):
    code = "line_moved"
    message = "Dòng này vừa được người khác sửa."
    remedy = "Tải lại trang để xem nội dung hiện tại rồi sửa tiếp."
    http_status = 409


class StepCovered(VanthuError):
    code = "step_covered"
    message = "Không hoàn tác được: nội dung ở chỗ này đã được sửa tiếp sau đó."
    remedy = "Sửa trực tiếp trên trang nếu cần; lịch sử sửa vẫn được giữ nguyên."
    http_status = 409
