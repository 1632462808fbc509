"""What planning needs to know of the sound: the revisions that go into keys, and the kinds of bed. Imports nothing heavy."""

#: Raised when the same line is treated to another sound.
TREATMENT_REVISION = 2
#: Raised when a bed of the same kind and seed sounds different.
BED_REVISION = 1
#: Raised when the same timeline is mixed to another sound.
MIX_REVISION = 1

#: The beds that need no file.
KINDS = ("wind", "machinery", "generator", "room", "town", "muzak", "hum", "anthem", "silence")
