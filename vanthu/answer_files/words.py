"""What is said of a document's validity: message ids in Vietnamese."""

from __future__ import annotations

VALIDITY_WORDS: dict[str, str] = {
    "valid": "Còn hiệu lực",
    "expired": "Hết hiệu lực",
    "partially_expired": "Hết hiệu lực một phần",
    "not_yet_effective": "Chưa có hiệu lực",
    "unknown": "Chưa xác định hiệu lực",
}
FAR_AS_SEEN = "theo các văn bản bạn được xem"
"""Said with every status: a document that ends or amends this one may be one that the reader may not see."""
