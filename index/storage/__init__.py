"""Where documents and what was read out of them are kept."""
