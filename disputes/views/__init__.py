"""Pages of the dispute before and beside the procedure: registering, lists, the workbench."""
