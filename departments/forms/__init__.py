"""What administrators type, checked before an action sees it."""
