"""What is remembered: the answers posted, votes, and servers' settings, in one file."""
