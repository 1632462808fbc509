"""Words on the picture and under it: fonts, cards, burnt-in text, captions."""
