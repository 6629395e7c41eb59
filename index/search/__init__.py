"""Candidates → ranked passages."""
