"""The phone: a screen in the dark and the hand that holds it."""
