"""The rights of the portal's own database role."""
