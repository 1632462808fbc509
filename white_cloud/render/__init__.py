"""From the timeline to segments, from segments to frames, from frames to files."""
