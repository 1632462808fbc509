"""Listeners: from sound and known words to word timings."""
