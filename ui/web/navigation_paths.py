"""Addresses of the entries, on their own so that every screen may name them."""

ASK = "hoi-dap"
LIBRARY = "kho-van-ban"
DIGITISE = "so-hoa"
LEARN = "hoc-tap"
ADMIN = "quan-tri"
DOCUMENT = "van-ban"
