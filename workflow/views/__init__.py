"""The pages of the procedure: each view finds the object, asks the action, says so."""
