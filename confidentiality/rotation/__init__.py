"""Changing keys while everybody works: rows, what is searched in them, and their chain (0053)."""
