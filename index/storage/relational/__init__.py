"""The tables of a library, as every SQL database of ours has them: what a row says, asked and changed."""
