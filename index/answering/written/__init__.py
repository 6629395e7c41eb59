"""Sentences that a language model writes from quotes, and what of them the quotes bear."""
