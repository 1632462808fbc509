"""The open pit: its ground, its haul trucks."""
