"""Text as characters, words, sentences and quotations."""
