"""All that the bot holds, its index and its memory, copied into one file while it runs, and put back."""
