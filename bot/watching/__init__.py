"""What an operator looks at: whether the bot lives and is ready, what it does, and how long that takes."""
