"""How fast the portal is, measured beside what Django could do at best (`make bench`)."""
