"""What drift does to the picture: effects, one a file, and the score that says how strongly each answers to drift."""
