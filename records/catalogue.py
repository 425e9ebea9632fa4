"""The catalogue of documents, as every other room knows it."""

from __future__ import annotations

from records.reading import CatalogueReads
from records.writing import CatalogueWrites


class Catalogue(CatalogueReads, CatalogueWrites):
    """Documents, pages, fields and relations: reads take a Scope, writes are for pipeline and desk."""
