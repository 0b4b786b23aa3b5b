"""五: the procedure, its actions, assignments, meetings, approvals, deadlines and papers."""
