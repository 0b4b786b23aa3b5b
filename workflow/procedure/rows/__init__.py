"""The tables of what belongs to a dispute: the assignment, the meeting, the 督办, the approval."""
