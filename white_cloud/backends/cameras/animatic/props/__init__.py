"""What stands in a world: figures, cards, solids, smoke."""
