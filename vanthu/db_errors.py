"""What a database can refuse, told in the user's words: locked, read-only, full, unreachable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from vanthu.errors import VanthuError


class DatabaseLocked(VanthuError):
    code = "database_locked"
    message = "Cơ sở dữ liệu đang bận ghi quá lâu."
    remedy = "Thử lại sau ít phút; nếu vẫn bận, kiểm tra xem có chương trình nào khác đang giữ tệp dữ liệu."
    http_status = 503


class DatabaseReadOnly(VanthuError):
    code = "database_read_only"
    message = "Cơ sở dữ liệu chỉ cho đọc, không ghi được."
    remedy = "Kiểm tra quyền ghi của thư mục dữ liệu rồi thử lại."
    http_status = 503


class DatabaseFull(VanthuError):
    code = "database_full"
    message = "Ổ đĩa chứa cơ sở dữ liệu đã đầy; thay đổi vừa rồi chưa được ghi."
    remedy = "Giải phóng dung lượng rồi thử lại. Dữ liệu đã ghi trước đó không bị ảnh hưởng."
    http_status = 507


class DatabaseUnreachable(VanthuError):
    code = "database_unreachable"
    message = "Không mở được cơ sở dữ liệu."
    remedy = "Kiểm tra thư mục dữ liệu hoặc máy chủ cơ sở dữ liệu đang chạy, rồi thử lại."
    http_status = 503


class DatabaseDamaged(VanthuError):
    code = "database_damaged"
    message = "Tệp cơ sở dữ liệu bị hỏng."
    remedy = "Dừng chương trình, giữ nguyên tệp, rồi khôi phục từ bản sao lưu gần nhất."
    http_status = 500


_SQLITE: dict[str, type[VanthuError]] = {
    "SQLITE_BUSY": DatabaseLocked,
    "SQLITE_LOCKED": DatabaseLocked,
    "SQLITE_READONLY": DatabaseReadOnly,
    "SQLITE_PERM": DatabaseReadOnly,
    "SQLITE_FULL": DatabaseFull,
    "SQLITE_IOERR_WRITE": DatabaseFull,
    "SQLITE_IOERR_SHMSIZE": DatabaseFull,  # no room for the write-ahead log's index
    "SQLITE_IOERR": DatabaseUnreachable,
    "SQLITE_CANTOPEN": DatabaseUnreachable,
    "SQLITE_CORRUPT": DatabaseDamaged,
    "SQLITE_NOTADB": DatabaseDamaged,
}

_POSTGRESQL: dict[str, type[VanthuError]] = {  # SQLSTATE classes and codes
    "55P03": DatabaseLocked,
    "40P01": DatabaseLocked,
    "25006": DatabaseReadOnly,
    "53100": DatabaseFull,
    "53300": DatabaseUnreachable,
    "57P01": DatabaseUnreachable,
    "57P02": DatabaseUnreachable,
    "57P03": DatabaseUnreachable,
    "XX001": DatabaseDamaged,
    "XX002": DatabaseDamaged,
}


def classify(error: DBAPIError) -> type[VanthuError] | None:
    """The class of refusal; None for errors that are the program's own (a constraint, bad SQL)."""
    cause = error.orig
    name = getattr(cause, "sqlite_errorname", None)
    if isinstance(name, str):
        return next((known for prefix, known in _SQLITE.items() if name.startswith(prefix)), None)
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str):
        return DatabaseUnreachable if state.startswith("08") else _POSTGRESQL.get(state)
    return DatabaseUnreachable if error.connection_invalidated or _cannot_connect(error) else None


@contextmanager
def told() -> Iterator[None]:
    """Raise what the database refuses as the error a person may be shown; let the rest pass."""
    try:
        yield
    except DBAPIError as error:
        known = classify(error)
        if known is None:
            raise
        raise known from error


def _cannot_connect(error: DBAPIError) -> bool:
    # psycopg gives no SQLSTATE when the server was never reached; SQLAlchemy had no statement then.
    return error.statement is None and type(error.orig).__name__ == "OperationalError"
