"""A file → a document: one module a format."""
