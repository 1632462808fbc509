"""Clouds that fill the frame: a wall, a sea, a blast that looks like one, high streaks."""
