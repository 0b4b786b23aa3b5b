"""What the pages of the procedure show: pure reads, gathered before a template sees them."""
