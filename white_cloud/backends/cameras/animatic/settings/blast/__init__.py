"""The blasting face: its rock, what stands before it, the blast."""
