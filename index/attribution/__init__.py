"""Who said what, and who they are; the word lists are data files."""
