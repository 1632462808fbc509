"""The hovel: a miners' room and what stands in it."""
