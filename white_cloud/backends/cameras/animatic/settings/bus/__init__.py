"""The bus: rows of heads against windows, and a mining country that slides by."""
