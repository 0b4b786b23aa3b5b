"""How papers look, what a case file holds, and the figures that are reported."""
