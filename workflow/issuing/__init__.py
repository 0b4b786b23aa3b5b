"""Papers on their way: drafted and numbered inside an action, drawn later, taken by readers."""
