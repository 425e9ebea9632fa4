"""What the audit trail records: every action with its words for the auditor, how it ended, by which way.

An act that is recorded anywhere is listed here, or `AuditTrail.record` refuses it.
"""

from __future__ import annotations

from enum import StrEnum


class AuditAction(StrEnum):
    # At the door
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    SIGN_OUT_EVERYWHERE = "sign_out_everywhere"
    SIGN_IN_FAILED = "sign_in_failed"
    SECOND_FACTOR = "second_factor"
    SECOND_FACTOR_FAILED = "second_factor_failed"
    SECOND_FACTOR_SET = "second_factor_set"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an act
    ACT_FOR_UNIT = "act_for_unit"
    IDENTITY_LINKED = "identity_linked"
    API_KEY_MADE = "api_key_made"
    API_KEY_REVOKED = "api_key_revoked"
    ACTIVATED = "activated"

    # Reading
    BROWSE = "browse"
    VIEW = "view"
    VIEW_PAGE = "view_page"
    VIEW_TEXT = "view_text"
    VIEW_PASSAGE = "view_passage"
    SEARCH = "search"
    ASK = "ask"
    ASK_BEGUN = "ask_begun"
    DOWNLOAD = "download"
    PRINT = "print"
    EXPORT = "export"
    EDGE_DROP = "edge_drop"

    # Conversations and what is sent of them
    TALK_VIEW = "talk_view"
    TALK_CHANGE = "talk_change"
    TALK_EXPIRED = "talk_expired"
    FEEDBACK = "feedback"
    FEEDBACK_VIEW = "feedback_view"
    FEEDBACK_HANDLE = "feedback_handle"
    UNANSWERED_SEND = "unanswered_send"
    UNANSWERED_VIEW = "unanswered_view"
    UNANSWERED_HANDLE = "unanswered_handle"

    # Work on documents
    UPLOAD = "upload"
    UPLOAD_RECEIVED = "upload_received"
    RETRY = "retry"
    BATCH = "batch"
    JOB = "job"
    CORRECT = "correct"
    DESK_VIEW = "desk_view"
    CORRECTION = "correction"
    DOSSIER_VIEW = "dossier_view"
    DOSSIER_CHANGE = "dossier_change"
    PAGE_WORK = "page_work"
    PAGE_WORK_UNDO = "page_work_undo"
    QUALITY_LOT = "quality_lot"
    QUALITY_CHECK = "quality_check"
    FIGURES = "figures"
    CERTIFICATE_REVOKE = "certificate_revoke"
    CERTIFICATE_CORRECT = "certificate_correct"
    REFUSE_SECRET = "refuse_secret"  # noqa: S105 - the name of an act
    QUARANTINE = "quarantine"
    QUARANTINE_VIEW = "quarantine_view"
    QUARANTINE_RELEASE = "quarantine_release"
    QUARANTINE_DESTROY = "quarantine_destroy"
    QUARANTINE_EXPIRED = "quarantine_expired"
    CLASSIFY = "classify"
    PURGE = "purge"
    GRANT = "grant"
    GRANT_APPROVE = "grant_approve"
    GRANT_REVOKE = "grant_revoke"
    GRANT_VIEW = "grant_view"
    SECRET_COPY = "secret_copy"  # noqa: S105 - the name of an act

    # Who is to learn what
    SOURCES_VIEW = "sources_view"
    SOURCE_DECIDE = "source_decide"
    QUESTION_DROP = "question_drop"
    QUESTIONS_PROPOSED = "questions_proposed"
    QUESTION_TAKEN = "question_taken"
    QUESTION_SET_ASIDE = "question_set_aside"
    QUESTION_FIGURES = "question_figures"
    OLD_CERTIFICATES = "old_certificates"
    ENROL_MAKE = "enrol_make"
    ENROL_END = "enrol_end"
    ENROL_LIST = "enrol_list"
    ENROL_EXEMPT = "enrol_exempt"
    ENROL_REMIND = "enrol_remind"
    ENROL_APPLIED = "enrol_applied"
    PROGRESS_VIEW = "progress_view"
    PROGRESS_EXPORT = "progress_export"

    # Courses as trainers write them
    COURSE_EDIT = "course_edit"
    COURSE_REVIEW = "course_review"
    COURSE_PUBLISH = "course_publish"
    COURSE_RETIRE = "course_retire"
    COURSE_EXPORT = "course_export"
    STATEMENTS_EXPORT = "statements_export"

    # The installation
    ACCOUNT_ADD = "account_add"
    ACCOUNT_CHANGE = "account_change"
    ACCOUNT_RESET = "account_reset"
    ACCOUNT_DISABLE = "account_disable"
    ACCOUNT_ENABLE = "account_enable"
    ACCOUNT_IMPORT = "account_import"
    ACCOUNT_ACTIVATION = "account_activation"
    ASSIGNMENT_ADD = "assignment_add"
    ASSIGNMENT_END = "assignment_end"
    UNIT_ADD = "unit_add"
    UNIT_RENAME = "unit_rename"
    UNIT_MOVE = "unit_move"
    UNIT_MERGE = "unit_merge"
    UNIT_ABOLISH = "unit_abolish"
    UNIT_KEEP = "unit_keep"
    INSTALLATION_PROPOSE = "installation_propose"
    INSTALLATION_CONFIRM = "installation_confirm"
    INSTALLATION_WITHDRAW = "installation_withdraw"
    CONFIGURATION = "configuration"
    REINDEX = "reindex"
    VERIFY = "verify"
    BACKUP = "backup"
    RESTORE = "restore"

    # The trail itself
    AUDIT_READ = "audit_read"
    AUDIT_EXPORT = "audit_export"
    AUDIT_VERIFY = "audit_verify"
    AUDIT_SEAL = "audit_seal"


class Result(StrEnum):
    """How it ended: the status of the response (Regulation 384-QĐ/TW, Art. 17)."""

    DONE = "done"
    DENIED = "denied"
    """Not there, or not allowed: the two are one to the asker, and one here."""
    REFUSED = "refused"
    """Understood and turned down: a secrecy mark, a question the library does not answer."""
    FAILED = "failed"
    """Recorded as begun, and then not carried out."""


class Channel(StrEnum):
    """By which way: the form of the request (Regulation 384-QĐ/TW, Art. 17)."""

    PAGE = "page"
    API = "api"
    KEY = "key"
    COMMAND = "command"
    SYSTEM = "system"


WORDS: dict[AuditAction, str] = {
    AuditAction.SIGN_IN: "Đăng nhập",
    AuditAction.SIGN_OUT: "Đăng xuất",
    AuditAction.SIGN_OUT_EVERYWHERE: "Đăng xuất mọi thiết bị",
    AuditAction.SIGN_IN_FAILED: "Đăng nhập không thành công",
    AuditAction.SECOND_FACTOR: "Xác thực lớp thứ hai",
    AuditAction.SECOND_FACTOR_FAILED: "Xác thực lớp thứ hai không thành công",
    AuditAction.SECOND_FACTOR_SET: "Thiết lập xác thực hai bước",
    AuditAction.SECOND_FACTOR_REMOVED: "Gỡ xác thực hai bước",
    AuditAction.PASSWORD_CHANGED: "Đổi mật khẩu",
    AuditAction.ACT_FOR_UNIT: "Chuyển đơn vị làm việc",
    AuditAction.IDENTITY_LINKED: "Liên kết tài khoản đăng nhập một lần",
    AuditAction.API_KEY_MADE: "Tạo khoá truy cập",
    AuditAction.API_KEY_REVOKED: "Thu hồi khoá truy cập",
    AuditAction.ACTIVATED: "Kích hoạt tài khoản",
    AuditAction.BROWSE: "Xem danh sách văn bản",
    AuditAction.VIEW: "Mở văn bản",
    AuditAction.VIEW_PAGE: "Xem ảnh trang",
    AuditAction.VIEW_TEXT: "Xem chữ nhận dạng",
    AuditAction.VIEW_PASSAGE: "Xem đoạn được dẫn",
    AuditAction.SEARCH: "Tìm kiếm",
    AuditAction.ASK: "Hỏi đáp",
    AuditAction.ASK_BEGUN: "Bắt đầu hỏi đáp",
    AuditAction.DOWNLOAD: "Tải tệp",
    AuditAction.PRINT: "In văn bản",
    AuditAction.EXPORT: "Xuất văn bản",
    AuditAction.EDGE_DROP: "Chặn ở lần kiểm tra cuối",
    AuditAction.TALK_VIEW: "Mở lại cuộc trao đổi",
    AuditAction.TALK_CHANGE: "Đổi tên, xoá cuộc trao đổi",
    AuditAction.TALK_EXPIRED: "Xoá cuộc trao đổi quá hạn lưu",
    AuditAction.FEEDBACK: "Đánh giá câu trả lời",
    AuditAction.FEEDBACK_VIEW: "Xem ý kiến về câu trả lời",
    AuditAction.FEEDBACK_HANDLE: "Xử lý ý kiến về câu trả lời",
    AuditAction.UNANSWERED_SEND: "Gửi câu hỏi chưa có câu trả lời",
    AuditAction.UNANSWERED_VIEW: "Xem câu hỏi chưa có câu trả lời",
    AuditAction.UNANSWERED_HANDLE: "Xử lý câu hỏi chưa có câu trả lời",
    AuditAction.UPLOAD: "Nộp tệp",
    AuditAction.UPLOAD_RECEIVED: "Đã nhận tệp",
    AuditAction.RETRY: "Xử lý lại tệp",
    AuditAction.BATCH: "Điều khiển đợt số hoá",
    AuditAction.JOB: "Xem tệp đã nộp",
    AuditAction.CORRECT: "Sửa thông tin văn bản",
    AuditAction.DESK_VIEW: "Xem hàng chờ soát",
    AuditAction.CORRECTION: "Sửa chữ nhận dạng",
    AuditAction.DOSSIER_VIEW: "Mở hồ sơ",
    AuditAction.DOSSIER_CHANGE: "Lập, sửa hồ sơ",
    AuditAction.PAGE_WORK: "Sắp xếp, tách, ghép trang",
    AuditAction.PAGE_WORK_UNDO: "Hoàn tác sắp xếp trang",
    AuditAction.QUALITY_LOT: "Lập, kết thúc lô kiểm tra",
    AuditAction.QUALITY_CHECK: "Kiểm tra chất lượng số hoá",
    AuditAction.FIGURES: "Xem số liệu số hoá",
    AuditAction.CERTIFICATE_REVOKE: "Thu hồi chứng nhận",
    AuditAction.CERTIFICATE_CORRECT: "Cấp lại chứng nhận có sửa họ tên, đơn vị",
    AuditAction.REFUSE_SECRET: "Từ chối văn bản có độ mật",
    AuditAction.QUARANTINE: "Đưa vào cách ly",
    AuditAction.QUARANTINE_VIEW: "Xem tệp cách ly",
    AuditAction.QUARANTINE_RELEASE: "Cho ra khỏi cách ly",
    AuditAction.QUARANTINE_DESTROY: "Huỷ tệp cách ly",
    AuditAction.QUARANTINE_EXPIRED: "Huỷ tệp cách ly quá hạn",
    AuditAction.CLASSIFY: "Đổi phân loại văn bản",
    AuditAction.PURGE: "Gỡ bỏ tài liệu mật",
    AuditAction.GRANT: "Đề nghị hoặc cấp quyền xem",
    AuditAction.GRANT_APPROVE: "Duyệt quyền xem",
    AuditAction.GRANT_REVOKE: "Thu hồi quyền xem",
    AuditAction.GRANT_VIEW: "Xem danh sách quyền xem",
    AuditAction.SECRET_COPY: "Ghi sổ sao, chụp",
    AuditAction.SOURCES_VIEW: "Xem văn bản thay đổi của khoá học",
    AuditAction.SOURCE_DECIDE: "Xác nhận căn cứ của khoá học",
    AuditAction.QUESTION_DROP: "Bỏ câu hỏi, đưa câu hỏi trở lại",
    AuditAction.QUESTIONS_PROPOSED: "Xem câu hỏi đề xuất từ văn bản",
    AuditAction.QUESTION_TAKEN: "Nhận câu hỏi đề xuất vào bản soạn",
    AuditAction.QUESTION_SET_ASIDE: "Bỏ qua câu hỏi đề xuất",
    AuditAction.QUESTION_FIGURES: "Xem thống kê câu hỏi",
    AuditAction.OLD_CERTIFICATES: "Xem chứng nhận theo văn bản cũ",
    AuditAction.ENROL_MAKE: "Lập đợt học",
    AuditAction.ENROL_END: "Kết thúc đợt học",
    AuditAction.ENROL_LIST: "Ghi danh theo danh sách",
    AuditAction.ENROL_EXEMPT: "Miễn học, bỏ miễn học",
    AuditAction.ENROL_REMIND: "Nhắc học",
    AuditAction.ENROL_APPLIED: "Tự động ghi danh, nhắc hạn",
    AuditAction.PROGRESS_VIEW: "Xem tiến độ học",
    AuditAction.PROGRESS_EXPORT: "Xuất tiến độ học",
    AuditAction.COURSE_EDIT: "Soạn, sửa khoá học",
    AuditAction.COURSE_REVIEW: "Gửi duyệt khoá học",
    AuditAction.COURSE_PUBLISH: "Công bố khoá học",
    AuditAction.COURSE_RETIRE: "Ngừng dùng khoá học",
    AuditAction.COURSE_EXPORT: "Xuất khoá học",
    AuditAction.STATEMENTS_EXPORT: "Xuất ghi nhận học tập",
    AuditAction.ACCOUNT_ADD: "Thêm tài khoản",
    AuditAction.ACCOUNT_CHANGE: "Sửa tài khoản",
    AuditAction.ACCOUNT_RESET: "Cấp lại mật khẩu",
    AuditAction.ACCOUNT_DISABLE: "Khoá tài khoản",
    AuditAction.ACCOUNT_ENABLE: "Mở khoá tài khoản",
    AuditAction.ACCOUNT_IMPORT: "Nhập danh sách tài khoản",
    AuditAction.ACCOUNT_ACTIVATION: "Cấp mã kích hoạt",
    AuditAction.ASSIGNMENT_ADD: "Giao nhiệm vụ ở đơn vị khác",
    AuditAction.ASSIGNMENT_END: "Kết thúc nhiệm vụ ở đơn vị khác",
    AuditAction.UNIT_ADD: "Thêm đơn vị",
    AuditAction.UNIT_RENAME: "Đổi tên đơn vị",
    AuditAction.UNIT_MOVE: "Chuyển đơn vị cấp trên",
    AuditAction.UNIT_MERGE: "Sáp nhập đơn vị",
    AuditAction.UNIT_ABOLISH: "Giải thể đơn vị",
    AuditAction.UNIT_KEEP: "Rút việc sáp nhập hoặc giải thể",
    AuditAction.INSTALLATION_PROPOSE: "Đề nghị đổi chế độ cài đặt",
    AuditAction.INSTALLATION_CONFIRM: "Xác nhận chế độ cài đặt",
    AuditAction.INSTALLATION_WITHDRAW: "Rút đề nghị đổi chế độ cài đặt",
    AuditAction.CONFIGURATION: "Thay đổi cấu hình",
    AuditAction.REINDEX: "Lập lại chỉ mục",
    AuditAction.VERIFY: "Kiểm tra toàn vẹn",
    AuditAction.BACKUP: "Sao lưu",
    AuditAction.RESTORE: "Khôi phục",
    AuditAction.AUDIT_READ: "Tra cứu nhật ký",
    AuditAction.AUDIT_EXPORT: "Xuất nhật ký",
    AuditAction.AUDIT_VERIFY: "Kiểm tra nhật ký",
    AuditAction.AUDIT_SEAL: "Niêm phong nhật ký",
}

RESULT_WORDS: dict[Result, str] = {
    Result.DONE: "Thực hiện",
    Result.DENIED: "Không được phép hoặc không có",
    Result.REFUSED: "Từ chối",
    Result.FAILED: "Không hoàn thành",
}

CHANNEL_WORDS: dict[Channel, str] = {
    Channel.PAGE: "Trang màn hình",
    Channel.API: "Giao diện lập trình",
    Channel.KEY: "Khoá truy cập",
    Channel.COMMAND: "Lệnh trên máy chủ",
    Channel.SYSTEM: "Hệ thống",
}
