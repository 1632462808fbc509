"""What is kept on disk: blobs by their digest, takes with their provenance, and a cache that may go at any time."""
