"""The four doors to models: writers, voices, cameras, listeners. Each has a contract, and one file a vendor."""
