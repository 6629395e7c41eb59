"""A Discord simulated on this machine with the real bot in it: no account, no token, nothing leaves it."""
