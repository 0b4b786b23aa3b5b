"""文书: what each paper says and how it looks, one module and one template a kind."""
