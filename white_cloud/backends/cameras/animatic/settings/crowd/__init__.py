"""The crowd: workers as silhouettes."""
