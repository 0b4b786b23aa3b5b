"""五(一): the dispute, its parties, materials and numbers."""
