"""The replies to messages: posted, and kept beside their questions."""
