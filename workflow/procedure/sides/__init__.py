"""Who stands on either side of a case, was told and heard; a member unit among them (五(四))."""
