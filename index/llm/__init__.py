"""A language model of the operator's own, behind an OpenAI-compatible endpoint: asked, limited, and
distrusted."""
