"""The data centre: rows of racks, their lights, and the cold aisles between."""
