"""What gunicorn is told wherever it serves the portal: `--config python:config.serving`.

Names, numbers and telephones are searched for behind the question mark, and a page's address stands
in the next request as its referrer: a line of the log has the path alone (六(三)).
"""

accesslog = "-"
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s %(M)sms'
preload_app = True
control_socket_disable = True
