"""What an issued paper says: frozen content, apart from how `reports` draws it."""
