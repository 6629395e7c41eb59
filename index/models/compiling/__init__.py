"""Models of others → what is served; torch is needed only here."""
