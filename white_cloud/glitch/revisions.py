"""Revisions of the effects: raised by one when an effect's picture changes, since keys hold them. Light, for planning."""

#: By the effects' names.
REVISIONS = {
    "amnesia": 1,
    "drain": 2,
    "dream": 2,
    "echo": 1,
    "float": 2,
    "hesitate": 2,
    "hunt": 1,
    "melt": 2,
    "mosh": 1,
    "overprint": 1,
    "pulverise": 2,
    "quantise": 1,
    "smear": 2,
    "sort": 2,
    "stutter": 1,
    "tear": 1,
}
