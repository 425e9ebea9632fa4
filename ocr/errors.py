"""What can go wrong between a file and its words; each with what a person can do about it."""

from __future__ import annotations

import math
from typing import Any

from vanthu.errors import VanthuError


class OcrError(VanthuError):
    """Base of this room's errors."""


class SourceError(OcrError):
    """The file cannot be taken as it is."""


class EmptyFile(SourceError):
    code = "nothing_to_read"
    message = "Tệp không có nội dung."
    remedy = "Kiểm tra lại tệp ở nơi lưu gốc rồi tải lên lại."


class UnknownFormat(SourceError):
    code = "unknown_format"
    message = "Định dạng tệp không được hỗ trợ."
    remedy = "Dùng tệp PDF, PNG, JPEG hoặc TIFF."


class PdfDamaged(SourceError):
    code = "pdf_damaged"
    message = "Tệp PDF bị hỏng hoặc bị cắt cụt."
    remedy = "Sao chép lại tệp từ nơi lưu gốc, hoặc quét lại văn bản."


class ImageDamaged(SourceError):
    code = "image_damaged"
    message = "Tệp ảnh bị hỏng hoặc bị cắt cụt."
    remedy = "Sao chép lại tệp từ nơi lưu gốc, hoặc quét lại văn bản."


class PdfEncrypted(SourceError):
    code = "pdf_encrypted"
    message = "Tệp PDF được đặt mật khẩu."
    remedy = "Nhập mật khẩu mở tệp, hoặc tải lên bản không đặt mật khẩu."


class PdfPasswordWrong(SourceError):
    code = "pdf_password_wrong"
    message = "Mật khẩu mở tệp PDF không đúng."
    remedy = "Kiểm tra lại mật khẩu với nơi gửi tệp."


class ImageTooLarge(SourceError):
    code = "image_too_large"
    message = "Ảnh có {megapixels} triệu điểm ảnh, vượt giới hạn {limit} triệu."
    remedy = "Quét lại ở độ phân giải 200-300 dpi, hoặc đề nghị quản trị viên nâng giới hạn."
    http_status = 413

    def shown(self) -> dict[str, Any]:
        """The sizes as people say them: what exceeds the limit is never rounded down to it."""
        pixels, limit = self.facts["pixels"], self.facts["limit"]
        return {"megapixels": math.ceil(pixels / 1_000_000), "limit": limit // 1_000_000}


class TooManyPages(SourceError):
    code = "too_many_pages"
    message = "Tệp có {pages} trang, vượt giới hạn {limit}."
    remedy = "Tách tệp thành nhiều phần, hoặc đề nghị quản trị viên nâng giới hạn."
    http_status = 413


class EngineError(OcrError):
    """The recognition engine let us down; the file is not to blame."""

    http_status = 503


class TesseractMissing(EngineError):
    code = "tesseract_missing"
    message = "Chưa cài đặt công cụ nhận dạng chữ (Tesseract)."
    remedy = "Cài gói tesseract-ocr và tesseract-ocr-vie, rồi xử lý lại văn bản."


class LanguageMissing(EngineError):
    code = "language_missing"
    message = "Tesseract thiếu dữ liệu ngôn ngữ: {languages}."
    remedy = "Cài gói tesseract-ocr-<ngôn ngữ> tương ứng, rồi xử lý lại văn bản."


class TesseractFailed(EngineError):
    """It ended with an error, or what it printed makes no sense (`reason`)."""

    code = "tesseract_failed"
    spoken = frozenset({"reason"})
    message = "Nhận dạng chữ không thành công ({reason})."
    remedy = "Xử lý lại trang này; nếu vẫn lỗi, kiểm tra cài đặt Tesseract."


class TesseractOutOfMemory(TesseractFailed):
    code = "tesseract_out_of_memory"
    message = "Nhận dạng chữ bị dừng vì máy thiếu bộ nhớ ({reason})."
    remedy = "Giảm số trang nhận dạng cùng lúc (VANTHU_OCR_WORKERS), rồi xử lý lại trang này."


class TesseractTimeout(EngineError):
    code = "tesseract_timeout"
    message = "Nhận dạng chữ chưa xong sau {seconds} giây."
    remedy = "Xử lý lại trang này, hoặc nâng VANTHU_OCR_PAGE_TIMEOUT_S."


class TrueOcrMissing(EngineError):
    code = "trueocr_missing"
    message = "Chưa cài đặt công cụ nhận dạng chữ (TrueOCR)."
    remedy = "Cài lại phần mềm đầy đủ, rồi xử lý lại văn bản."


class TrueOcrFailed(EngineError):
    """It ended with an error, or what it gave makes no sense (`reason`: the kind of error, for the log)."""

    code = "trueocr_failed"
    message = "Nhận dạng chữ không thành công."
    remedy = "Xử lý lại trang này; nếu vẫn lỗi, báo cho người quản trị."


class TrueOcrOutOfMemory(TrueOcrFailed):
    code = "trueocr_out_of_memory"
    message = "Nhận dạng chữ bị dừng vì máy thiếu bộ nhớ."
    remedy = "Giảm số trang nhận dạng cùng lúc (VANTHU_OCR_WORKERS), rồi xử lý lại trang này."


class TrueOcrTimeout(EngineError):
    code = "trueocr_timeout"
    message = "Nhận dạng chữ chưa xong sau {seconds} giây."
    remedy = "Xử lý lại trang này, hoặc nâng VANTHU_OCR_PAGE_TIMEOUT_S."
