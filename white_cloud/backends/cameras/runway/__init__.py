"""The camera `runway`: takes bought from Runway, by text or from a still, with its SDK."""
