"""The catalogue: documents, pages, fields, relations; the file store; a Scope rendered to SQL."""
