"""The places the camera can show; each is a Setting."""
