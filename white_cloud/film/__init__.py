"""What a film is made of: frozen values and pure functions over them. No file, no clock, no backend."""
