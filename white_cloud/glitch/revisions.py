"""Revisions of the effects: raised by one when an effect's picture changes, since keys hold them. Light, for planning."""

#: By the effects' names.
REVISIONS = {
    "amnesia": 1,
    "drain": 1,
    "dream": 1,
    "echo": 1,
    "float": 1,
    "hesitate": 1,
    "hunt": 1,
    "melt": 1,
    "overprint": 1,
    "mosh": 1,
    "pulverise": 1,
    "quantise": 1,
    "smear": 1,
    "sort": 1,
    "stutter": 1,
    "tear": 1,
}
