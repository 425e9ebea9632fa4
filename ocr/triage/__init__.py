"""What a page's picture needs before it is read, decided by measurement; sound pages are left as they are."""

from ocr.triage.measure import Condition, measure
from ocr.triage.treat import Prepared, prepare, put_back, scale_for

__all__ = ["Condition", "Prepared", "measure", "prepare", "put_back", "scale_for"]
