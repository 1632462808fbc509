"""Cameras: from a prompt to a moving picture."""
