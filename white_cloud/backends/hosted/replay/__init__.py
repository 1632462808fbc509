"""What is exchanged with hosted backends, kept in a folder and played back: a film is built again from it, offline."""
