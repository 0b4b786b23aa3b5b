"""审计留痕: what is asked of the portal is recorded here, and read by the log administrator."""
