"""A question and its passages → an answer with citations, or an abstention."""
