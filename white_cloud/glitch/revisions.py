"""Revisions of the effects: raised by one when an effect's picture changes, since keys hold them. Light, for planning."""

#: By the effects' names.
REVISIONS = {"float": 1, "tear": 1, "drain": 1, "echo": 1, "quantise": 1, "sort": 1, "smear": 1, "melt": 1}
