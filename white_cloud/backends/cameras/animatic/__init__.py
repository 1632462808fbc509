"""The embedded camera: a small cinematographer in NumPy and OpenCV. World, light, lens, move, print."""
