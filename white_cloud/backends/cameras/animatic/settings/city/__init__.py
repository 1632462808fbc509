"""The modern city: its plan, the rays over it, its streets."""
