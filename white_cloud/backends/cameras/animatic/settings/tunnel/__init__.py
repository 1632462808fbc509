"""The tunnel: a bore that is travelled through, its lamps, its road, what is ahead."""
