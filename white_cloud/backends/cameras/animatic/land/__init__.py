"""Lands: height fields with their light, sky and air, and the renderer that photographs them."""
