"""Reads the catalogue card of a document from its recognised pages (State and Party forms)."""

from ingest.cataloguing.reading import CatalogueReading, read_fields

__all__ = ["CatalogueReading", "read_fields"]
