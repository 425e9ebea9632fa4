"""A document's pages and metadata in the forms other systems read: ALTO, hOCR, text, JSON, tables."""
