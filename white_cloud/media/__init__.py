"""Files of picture and sound: what they are, reading, writing, joining. The only folder that imports av."""
