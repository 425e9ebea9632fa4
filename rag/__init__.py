"""Passages, embeddings, the index, retrieval and cited answers; a Scope rendered to an index filter."""
