"""Addresses of the entries, on their own so that every screen may name them."""

ASK = "hoi-dap"
LIBRARY = "kho-van-ban"
DIGITISE = "so-hoa"
LEARN = "hoc-tap"
TEACH = "giang-day"
KEEP = "quan-ly-du-lieu"
ADMIN = "quan-tri"
AUDIT = "nhat-ky"
DOCUMENT = "van-ban"
ACCOUNT = "tai-khoan"
MISSING = "khong-co-trang"
"""Where any other address leads: Streamlit would say it in English."""

PAGES = frozenset({"", ASK, LIBRARY, DIGITISE, LEARN, TEACH, KEEP, ADMIN, AUDIT, DOCUMENT, ACCOUNT, MISSING})
