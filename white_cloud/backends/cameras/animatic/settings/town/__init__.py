"""The mining town: painted cards at the blue hour."""
