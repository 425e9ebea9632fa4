"""Questions from other learning systems, and for them: GIFT, Moodle XML, and the bank's own YAML."""

from __future__ import annotations

from training_modules.exchange.bank import read_bank, write_bank
from training_modules.exchange.gift_read import read_gift
from training_modules.exchange.gift_write import write_gift
from training_modules.exchange.moodle_read import read_moodle
from training_modules.exchange.moodle_write import write_moodle
from training_modules.exchange.types import Brought, Fault, QuestionFileUnreadable, Written

__all__ = ["FORMATS", "Brought", "Fault", "QuestionFileUnreadable", "Written"]

FORMATS = {
    "gift": (read_gift, write_gift),
    "xml": (read_moodle, write_moodle),
    "yaml": (read_bank, write_bank),
}
"""By what a file's name ends in."""
