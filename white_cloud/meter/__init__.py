"""What glitch did to a film, against its clean rendering: measures on planes, figures of clips, and the plot."""
