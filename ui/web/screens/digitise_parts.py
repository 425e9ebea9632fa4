"""Addresses of the parts of Số hoá, on their own so that each part may lead to another."""

PART = "muc"
UPLOAD, DESK = "tai-len", "ban-soat"
ARRANGE, QUALITY, DOSSIERS, FIGURES = "sap-xep", "chat-luong", "ho-so", "so-lieu"
IMPORT = "nhap-bang"
DOCUMENT = "van-ban"
"""The desk, of one document only."""
