#!/bin/sh
# Run once by PostgreSQL's image in an empty cluster: the portal's own role and what it may do.
set -eu
psql -v ON_ERROR_STOP=1 -U portal -d portal -v password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE portal_app LOGIN PASSWORD :'password';
\i /srv/roles.sql
SQL
