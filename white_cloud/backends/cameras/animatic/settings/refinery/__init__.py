"""The refinery: its plant, its yard, what moves in it."""
