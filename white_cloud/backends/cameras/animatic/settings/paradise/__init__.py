"""The virtual paradise: a mirror lake and what is copied around it."""
