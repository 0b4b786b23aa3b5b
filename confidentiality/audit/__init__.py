"""Audit that cannot be bent: who did what, chained where the client cannot lie (六(三), R106)."""
