"""A street as a car camera sees it: the way the car takes, who it meets, the windscreen before it."""
