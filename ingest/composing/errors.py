"""What can go wrong with page work, in the user's words."""

from __future__ import annotations

from vanthu.errors import VanthuError


class PagesNotUsable(VanthuError):
    code = "pages_not_usable"
    message = "Không tách được trang từ tệp gốc của văn bản này."
    remedy = "Quét hoặc tải lên lại tệp không đặt mật khẩu, không bị hỏng."
    http_status = 409


class NoPagesOfItsOwn(VanthuError):
    code = "no_pages_of_its_own"
    message = "Văn bản này được nhận từ tệp soạn thảo, không có trang quét để sắp xếp."
    remedy = "Sửa trong tệp soạn thảo rồi tải lên lại."
    http_status = 409


class RecipeInvalid(VanthuError):
    code = "recipe_invalid"
    message = "Cách sắp xếp trang chưa dùng được: có văn bản không còn trang nào, hoặc quá nhiều trang."
    remedy = "Mỗi văn bản giữ lại ít nhất một trang, nhiều nhất 2.000 trang."


class OrdinaryOnly(VanthuError):
    code = "ordinary_only"
    message = "Chỉ sắp xếp trang được văn bản loại thường của đơn vị mình, đã xử lý xong."
    remedy = "Văn bản nhạy cảm: quét và tải lên lại theo đúng phân loại."
    http_status = 409


class WorkNotDone(VanthuError):
    """Undoing what is still being made, or was undone."""

    code = "work_not_done"
    message = "Lần sắp xếp này chưa xong hoặc đã được hoàn tác."
    remedy = "Đợi xử lý xong rồi hoàn tác."
    http_status = 409


class PagesAtWork(VanthuError):
    """Two pieces of page work that both take the place of a document would double its pages."""

    code = "pages_at_work"
    message = "Văn bản này đang được sắp xếp trang ở một lần khác, chưa xong."
    remedy = "Đợi lần sắp xếp đó xong rồi làm tiếp trên văn bản mới."
    http_status = 409


class PagesMovedOn(VanthuError):
    code = "pages_moved_on"
    message = "Văn bản tạo ra ở lần này đã được sắp xếp tiếp, nên chưa hoàn tác được."
    remedy = "Hoàn tác lần sắp xếp sau trước."
    http_status = 409


class PagesNotNow(VanthuError):
    """Nothing works on files in this process: it is starting, or stopping, or only reads."""

    code = "pages_not_now"
    message = "Hệ thống chưa xử lý tệp được lúc này."
    remedy = "Đợi ít phút rồi làm lại; văn bản chưa có gì thay đổi."
    http_status = 409
