"""Confidentiality (方案六(三)): sealing, masking, reveal with record; it knows no other app."""
