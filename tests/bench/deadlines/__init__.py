"""What the clock costs: a million open clocks of which ten thousand fall due (P16, P17)."""
