"""What can go wrong while courses are written, in the trainer's words."""

from vanthu.errors import VanthuError


class EditionClosed(VanthuError):
    code = "edition_closed"
    message = "Bản {number} đã công bố hoặc đã ngừng dùng, không sửa được nữa."
    remedy = "Tạo bản nháp mới của khoá học rồi sửa trong đó."
    http_status = 409


class FileChanged(VanthuError):
    code = "file_changed"
    message = "Tệp {file} vừa được người khác sửa."
    remedy = "Chữ bạn soạn còn nguyên trong ô; xem chỗ khác nhau, gộp lại rồi lưu."
    http_status = 409


class PartChanged(FileChanged):
    """What is moved or taken out was changed meanwhile; nothing was typed that could be lost."""

    code = "course_part_changed"
    message = "Nội dung này vừa được người khác sửa."
    remedy = "Mở lại để xem bản mới, rồi làm lại nếu vẫn cần."


class SecondTrainerNeeded(VanthuError):
    code = "second_trainer_needed"
    message = "Người đã sửa bản này không tự công bố bản này."
    remedy = (
        "Nhờ một giảng viên chưa sửa gì trong bản này đọc và công bố. Nếu giảng viên nào cũng đã sửa, "
        "đề nghị quản trị viên giao vai trò giảng viên cho thêm một người."
    )
    http_status = 409


class WrongMove(VanthuError):
    code = "edition_wrong_move"
    message = "Bản {number} không ở trạng thái làm được việc này."
    remedy = "Mở lại khoá học để xem trạng thái hiện thời."
    http_status = 409


class CourseNotSound(VanthuError):
    code = "course_not_sound"
    message = "Khoá học còn {count} lỗi nên chưa gửi duyệt hoặc công bố được."
    remedy = "Sửa từng lỗi nêu ở mục Kiểm tra rồi làm lại."
    http_status = 409


class CourseNameInvalid(VanthuError):
    code = "course_name_invalid"
    message = "Mã “{name}” không dùng được."
    remedy = "Dùng chữ thường không dấu, chữ số và dấu gạch nối, 3–60 ký tự, chưa khoá học nào dùng."
    http_status = 422


class FileNameInvalid(VanthuError):
    code = "course_file_name_invalid"
    message = "Tên tệp “{file}” không dùng được."
    remedy = "Đặt tên tệp bằng chữ thường không dấu, chữ số, gạch nối; đuôi .md, .yaml hoặc .svg."
    http_status = 422


class FileTooLong(VanthuError):
    code = "course_file_too_long"
    message = "Tệp {file} dài quá {most} ký tự."
    remedy = "Chia nội dung thành nhiều tệp."
    http_status = 422


class FileNeeded(VanthuError):
    code = "course_file_needed"
    message = "Khoá học nào cũng phải có tệp {file}."
    remedy = "Sửa nội dung tệp thay vì xoá."
    http_status = 409


class BankUnreadable(VanthuError):
    code = "bank_unreadable"
    message = "Ngân hàng câu hỏi {file} có lỗi nên không sửa từng câu được."
    remedy = "Sửa lỗi trong tệp trước: mục Kiểm tra nêu dòng nào."
    http_status = 409


class EntryUnreadable(VanthuError):
    code = "question_unreadable"
    message = "Phần YAML của câu hỏi không đọc được."
    remedy = "Kiểm tra thụt lề và dấu hai chấm; chữ có dấu hai chấm thì đặt trong dấu nháy kép."
    http_status = 422


class CourseFolderUnusable(VanthuError):
    code = "course_folder_unusable"
    message = "Máy chủ không ghi được vào thư mục khoá học."
    remedy = "Báo quản trị viên kiểm tra quyền ghi và dung lượng của thư mục VANTHU_COURSES."
    http_status = 507


class HeadUnreadable(VanthuError):
    code = "course_head_unreadable"
    message = "Phần thông tin của {file} đang có lỗi nên chưa điền theo mẫu được."
    remedy = "Chọn “Xem tệp” và sửa dòng mà mục Kiểm tra nêu, rồi mở lại mẫu."
    http_status = 409


class HeadInvalid(VanthuError):
    code = "course_head_invalid"
    message = "Chưa lưu: {count} mục cần điền lại."
    remedy = "Xem từng mục nêu dưới mẫu."
    http_status = 422


class SourceInUse(VanthuError):
    code = "course_source_in_use"
    message = "Căn cứ này còn {count} bài hoặc câu hỏi dẫn tới."
    remedy = "Chọn căn cứ khác cho các bài và câu hỏi ấy, rồi bỏ căn cứ này."
    http_status = 409
