"""At the counter: what a payer who comes again need not tell, and what he signs (五(一))."""
