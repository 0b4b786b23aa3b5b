"""期限: calendar, limits, the one function that says when something is due, lamps (R100-R104)."""
