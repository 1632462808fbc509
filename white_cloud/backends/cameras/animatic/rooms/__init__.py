"""Rooms: surfaces with baked light, drawn as perspective warps."""
