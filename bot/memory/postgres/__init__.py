"""The memory in a PostgreSQL database, which several bots share."""
