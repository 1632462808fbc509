"""Revisions of the effects: raised by one when an effect's picture changes, since keys hold them. Light, for planning."""

#: By the effects' names.
REVISIONS = {
    "amnesia": 2,
    "drain": 2,
    "dream": 2,
    "echo": 1,
    "float": 2,
    "hesitate": 3,
    "hunt": 1,
    "melt": 2,
    "mosh": 2,
    "overprint": 1,
    "pulverise": 2,
    "quantise": 1,
    "smear": 2,
    "sort": 2,
    "stutter": 1,
    "tear": 1,
}
