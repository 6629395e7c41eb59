"""How certain it must be who speaks."""

CERTAIN_SPEAKER = 0.5
"""A statement less certain than this names no speaker under a citation: at it .943 are right."""
