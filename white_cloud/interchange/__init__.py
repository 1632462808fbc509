"""Formats out, and back in: what other programs read and write."""
