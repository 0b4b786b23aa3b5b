"""How each kind of paper looks: one module and one template of the same name a kind.

To add a paper: its content in workflow/papers, `reports/forms/<kind>.py` with `lay_out`, and
`templates/reports/papers/<kind>.html`. Nothing else lists the kinds.
"""
