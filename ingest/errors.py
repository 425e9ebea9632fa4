"""Why an upload was not taken, or a job did not finish: each with what the person can do."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import ocr.errors as _ocr_errors
import records.errors as _records_errors
from vanthu.errors import Forbidden, VanthuError
from vanthu.office_time import OFFICE_TIME

_ROOMS_BELOW = (_ocr_errors, _records_errors)
"""Their classes must exist before `error_of` can find them."""


class EmptyUpload(VanthuError):
    code = "empty_file"
    message = "Tệp rỗng, không có nội dung để số hoá."
    remedy = "Kiểm tra lại tệp gốc rồi tải lên lại."


class UnsupportedType(VanthuError):
    code = "unsupported_type"
    message = "Không nhận dạng được loại tệp này."
    remedy = (
        "Hệ thống nhận PDF, PNG, JPEG, TIFF, DOCX, TXT, Markdown. Chuyển tệp sang một trong các loại này."
    )


class OldWordFile(VanthuError):
    code = "old_word_file"
    message = "Chưa đọc được tệp Word định dạng cũ (.doc)."
    remedy = "Mở tệp bằng Word hoặc LibreOffice, lưu thành .docx hoặc PDF rồi tải lên lại."


class TextEncodingUnknown(VanthuError):
    code = "text_encoding"
    message = "Tệp văn bản không dùng bảng mã Unicode nên chưa đọc được."
    remedy = "Lưu tệp với bảng mã UTF-8 rồi tải lên lại."


class UploadTooLarge(VanthuError):
    code = "upload_too_large"
    message = "Tệp lớn hơn giới hạn {limit_mb} MB."
    remedy = "Chia văn bản thành nhiều tệp, hoặc đề nghị quản trị viên nâng giới hạn."
    http_status = 413


class UnpacksTooLarge(VanthuError):
    code = "unpacks_too_large"
    message = "Nội dung nén trong tệp lớn bất thường nên tệp không được mở."
    remedy = "Lưu lại tài liệu thành PDF rồi tải lên. Nếu tệp từ nguồn lạ, không nên mở tệp."


class DocxDamaged(VanthuError):
    code = "docx_damaged"
    message = "Tệp DOCX bị hỏng nên không mở được."
    remedy = "Mở tệp bằng Word, lưu lại (hoặc xuất ra PDF) rồi tải lên lại."


class TextTooLong(VanthuError):
    code = "text_too_long"
    message = "Tệp dài quá {millions} triệu ký tự nên không dàn trang được."
    remedy = "Tách tệp thành nhiều tệp nhỏ rồi tải lên lại."


class FontMissing(VanthuError):
    code = "font_missing"
    message = "Máy chủ thiếu phông chữ Tinos nên chưa dàn trang được văn bản này."
    remedy = "Cài gói fonts-croscore, rồi bấm thử lại."
    http_status = 503


class UploadInterrupted(VanthuError):
    code = "upload_interrupted"
    message = "Việc tải lên bị ngắt giữa chừng; không có gì được lưu lại."
    remedy = "Tải tệp lên lại."


class FileInFile(VanthuError):
    code = "file_in_file"
    message = "Trong tệp còn có tệp khác đính kèm hoặc nhúng vào, hệ thống không xem xét được."
    remedy = "Tách tệp đính kèm ra, tải lên riêng từng tệp (hoặc in văn bản ra PDF rồi tải lên)."


class SecretDeclared(VanthuError):
    code = "secret_declared"
    message = "Văn bản được khai báo có độ mật nên không được tiếp nhận; không có nội dung nào được lưu lại."
    remedy = (
        "Không đưa văn bản này lên hệ thống. Giao văn bản cho người phụ trách bảo vệ bí mật nhà nước của đơn "
        "vị để xử lý trên máy tính không kết nối mạng hoặc mạng LAN độc lập."
    )
    http_status = 403


class SecretFound(VanthuError):
    code = "secret_found"
    message = (
        "Trang {page} có dấu chỉ độ mật. Văn bản không được tiếp nhận; "
        "toàn bộ nội dung đã tải lên đã được huỷ."
    )
    remedy = (
        "Không đưa văn bản này lên hệ thống. Giao văn bản cho người phụ trách bảo vệ bí mật nhà nước của đơn "
        "vị để xử lý trên máy tính không kết nối mạng hoặc mạng LAN độc lập. Nếu dấu mật không còn giá trị, "
        "làm thủ tục giải mật trước khi tải lên."
    )
    http_status = 403


class FoundSecret(VanthuError):
    """A custodian has looked at a doubtful upload and found it secret."""

    code = "secret_decided"
    message = (
        "Người quản lý dữ liệu đã xem xét và xác định đây là bí mật nhà nước. Văn bản không được tiếp nhận; "
        "toàn bộ nội dung đã tải lên đã được huỷ."
    )
    remedy = (
        "Không đưa văn bản này lên hệ thống. Giao văn bản cho người phụ trách bảo vệ bí mật nhà nước của đơn "
        "vị để xử lý trên máy tính không kết nối mạng hoặc mạng LAN độc lập."
    )
    http_status = 403


class SecretRemoved(VanthuError):
    """The document was in the library and turned out to be a state secret."""

    code = "secret_removed"
    message = (
        "Người quản lý dữ liệu xác định đây là bí mật nhà nước. Văn bản đã được gỡ khỏi hệ thống, không còn "
        "lưu lại nội dung nào."
    )
    remedy = (
        "Không đưa văn bản này lên hệ thống. Xoá các bản đã tải về, in ra hoặc gửi đi theo hướng dẫn của "
        "người phụ trách bảo vệ bí mật nhà nước của đơn vị."
    )
    http_status = 403


class InQuarantine(VanthuError):
    """A note on an upload that waits for a custodian. Facts: kind, page, until (ISO)."""

    code = "quarantined"
    spoken = frozenset({"why"})
    message = "{why}. Văn bản chờ người quản lý dữ liệu xem xét, muộn nhất đến {until}."
    remedy = (
        "Không cần làm gì thêm. Quá thời hạn mà chưa có người xem xét, nội dung đã tải lên sẽ được huỷ. "
        "Nếu biết chắc văn bản có độ mật, báo ngay người quản lý dữ liệu."
    )
    http_status = 403

    def shown(self) -> dict[str, Any]:
        until = datetime.fromisoformat(self.facts["until"]).astimezone(OFFICE_TIME)
        why = _DOUBTS.get(self.facts["kind"], _DOUBTS["text"])
        return {**self.facts, "until": f"{until:%H:%M %d/%m/%Y}", "why": why}


_DOUBTS = {
    "stamp": "Trang {page} có hình giống dấu chỉ độ mật",
    "text": "Trang {page} có chữ giống dấu chỉ độ mật",
    "name": "Tên tệp có nhắc đến độ mật",
    "beneath": "Phần ẩn của tệp (thuộc tính, ghi chú, chữ bị xoá hoặc ẩn) có nhắc đến độ mật",
    "part_unseen": "Tệp có phần mà hệ thống không xem xét được",
    "page_unread": "Trang {page} không đọc được nên chưa biết có dấu chỉ độ mật hay không",
}
"""By `Kind`: what the doubt rests on."""


class InQuarantineUnkept(InQuarantine):
    """The same, where nobody is there to decide."""

    code = "quarantined_unkept"
    remedy = (
        "Đơn vị của bạn và các đơn vị cấp trên chưa có người quản lý dữ liệu nào khác bạn. Đề nghị quản trị "
        "viên phân công người quản lý dữ liệu trước thời hạn trên; quá hạn, nội dung đã tải lên sẽ được huỷ."
    )


class DecisionByAnother(Forbidden):
    code = "decision_by_another"
    message = "Văn bản do chính bạn tải lên phải do người khác xem xét."
    remedy = "Đề nghị một người quản lý dữ liệu khác của đơn vị, hoặc của đơn vị cấp trên, xem xét."


class QuarantineExpired(VanthuError):
    code = "quarantine_expired"
    message = (
        "Quá thời hạn mà chưa có người quản lý dữ liệu xem xét, nên toàn bộ nội dung đã tải lên đã được huỷ."
    )
    remedy = (
        "Hỏi người quản lý dữ liệu của đơn vị. Nếu văn bản không chứa bí mật nhà nước, tải lên lại khi có "
        "người xem xét."
    )


class PageWorkerDied(VanthuError):
    code = "page_worker_died"
    message = "Chương trình nhận dạng dừng đột ngột khi đọc trang này."
    remedy = "Thử lại; nếu vẫn lỗi, quét lại trang này với độ phân giải thấp hơn."


class PageTimedOut(VanthuError):
    code = "page_timed_out"
    message = "Việc nhận dạng trang này quá thời gian cho phép nên đã dừng."
    remedy = "Thử lại; nếu vẫn lỗi, quét lại trang này với độ phân giải thấp hơn."


class NoPageRead(VanthuError):
    code = "no_page_read"
    message = "Không đọc được trang nào của văn bản ({pages} trang)."
    remedy = "Xem lỗi từng trang, sửa nguyên nhân rồi bấm thử lại. Tệp đã tải lên vẫn được giữ."


class NoSpaceLeft(VanthuError):
    code = "no_space_left"
    message = "Không còn đủ dung lượng đĩa để xử lý văn bản. Tệp đã tải lên vẫn được giữ."
    remedy = "Giải phóng dung lượng đĩa rồi bấm thử lại."
    http_status = 507


class StorageBusy(VanthuError):
    code = "storage_unavailable"
    message = "Cơ sở dữ liệu hoặc chỉ mục đang bị khoá hoặc chỉ cho đọc. Tệp đã tải lên vẫn được giữ."
    remedy = "Thử lại sau ít phút; nếu vẫn lỗi, báo quản trị viên kiểm tra quyền ghi thư mục dữ liệu."
    http_status = 503


class JobBroken(VanthuError):
    code = "job_broken"
    message = "Việc xử lý văn bản dừng vì lỗi ngoài dự kiến. Tệp đã tải lên vẫn được giữ."
    remedy = "Bấm thử lại; nếu vẫn lỗi, báo quản trị viên kèm tên tệp."


class UploadGone(VanthuError):
    code = "upload_gone"
    message = "Tệp đã tải lên không còn trong vùng chờ."
    remedy = "Tải tệp lên lại."


class TakenByContent(VanthuError):
    """A note, not a failure: the file name's ending said something else than the content."""

    code = "taken_by_content"
    spoken = frozenset({"found"})
    message = "Đuôi tệp là {ending} nhưng nội dung là {found}; tệp được nhận theo nội dung."
    remedy = "Không cần làm gì thêm. Nên đổi lại đuôi tệp gốc cho đúng."


class ArchiveNotMade(VanthuError):
    """A note: the document is in the library, only its searchable PDF is missing."""

    code = "archive_not_made"
    message = "Văn bản đã vào kho, nhưng chưa tạo được bản PDF tìm kiếm được."
    remedy = "Vẫn dùng được bản gốc. Báo quản trị viên nếu cần bản PDF tìm kiếm được."


class ArchiveFailed(VanthuError):
    code = "archive_failed"
    message = "Không tạo được bản PDF tìm kiếm được từ tệp này."
    remedy = "Vẫn dùng được bản gốc."


@cache
def _classes() -> dict[str, type[VanthuError]]:
    found: dict[str, type[VanthuError]] = {}
    waiting: list[type[VanthuError]] = [VanthuError]
    while waiting:
        cls = waiting.pop()
        found.setdefault(cls.code, cls)
        waiting.extend(cls.__subclasses__())
    return found


def error_of(code: str, facts: dict[str, Any]) -> VanthuError:
    """The error a job's row stands for, to be said in the language of whoever looks at it."""
    return _classes().get(code, JobBroken)(**facts)
