"""Voices: from words to sound with word timings."""
