"""The tailings lake: its basin, its sludge, its pipes."""
