"""What programs may ask of the procedure (interface §3): the same forms and actions as pages."""
