"""The articles of a server: received, kept, changed and withdrawn by its own people."""
