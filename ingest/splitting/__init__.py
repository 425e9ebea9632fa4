"""A stack scanned as one file, taken apart into documents: proposed here, decided by a person."""

from ingest.splitting.parts import Part, propose
from ingest.splitting.signs import Sign
from ingest.splitting.words import words_of

__all__ = ["Part", "Sign", "propose", "words_of"]
