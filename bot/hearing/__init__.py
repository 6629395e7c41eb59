"""What is heard: which messages are meant for the bot, and what they ask."""
