"""Answers as files: DOCX and PDF with sources as notes in the citation form of the field, and plain text.

Made from answers that have passed the second check (`vanthu.acts.asking.AskingActs.answer_file`); nothing is
read here.
"""

from vanthu.answer_files.make import make
from vanthu.answer_files.types import AnswerFile, FileForm, Told

__all__ = ["AnswerFile", "FileForm", "Told", "make"]
