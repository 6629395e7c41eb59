"""What Discord shows of the bot, one face a file."""
