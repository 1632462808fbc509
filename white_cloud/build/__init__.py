"""How work is planned, run and told: steps with their reasons, executors, events. Knows no stage."""
