"""Help and wrong usage in the reader's language: argparse itself speaks English only."""

from __future__ import annotations

import argparse
from typing import NoReturn

from vanthu.i18n import translate

WORDS = {
    "usage: ": "cách dùng: ",
    "positional arguments": "tham số",
    "options": "tuỳ chọn",
    "show this help message and exit": "hiện hướng dẫn này rồi thoát",
    "the following arguments are required: %s": "còn thiếu tham số: %s",
    "one of the arguments %s is required": "cần một trong các tham số: %s",
    "not allowed with argument %s": "không dùng cùng với tham số %s",
    "unrecognized arguments: %s": "không có tham số: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "không có %(value)r, hãy chọn: %(choices)s",
    "invalid %(type)s value: %(value)r": "giá trị không hợp lệ: %(value)r",
    "argument %(argument_name)s: %(message)s": "tham số %(argument_name)s: %(message)s",
    "expected one argument": "cần một giá trị",
    "expected at least one argument": "cần ít nhất một giá trị",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s chưa rõ, có thể là: %(matches)s",
    "ignored explicit argument %r": "không nhận giá trị %r",
}
"""What argparse says of our commands, and the message ids we say instead."""


class Parser(argparse.ArgumentParser):
    """A parser whose own words are translated, and which names the way to its help when it is misused."""

    def error(self, message: str) -> NoReturn:
        way = translate("Xem cách dùng bằng lệnh: {command} --help").format(command=self.prog)
        self.exit(2, f"{self.prog}: {message}\n{way}\n")


def speak() -> None:
    """From now on argparse says its words through our catalogue."""
    vars(argparse)["_"] = _said


def _said(text: str) -> str:
    return translate(WORDS[text]) if text in WORDS else text
