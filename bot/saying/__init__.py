"""What a message says; nothing here needs a connection to Discord."""
