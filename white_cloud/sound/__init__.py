"""What is heard: lines treated by register and drift, beds, and the mix. float32 with full scale at 1, 48 kHz, in NumPy."""

#: The rate of everything after the voice, in Hz.
RATE = 48000
