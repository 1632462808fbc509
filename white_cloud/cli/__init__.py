"""The command `white-cloud`, one file a command."""
