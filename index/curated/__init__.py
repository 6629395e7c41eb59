"""What people wrote down: quick facts and the golden questions."""
