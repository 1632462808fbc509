"""The canteen: tables in rows, a hatch that steams, tube lights."""
