#!/bin/sh
# Make the secrets of a new server in ./secrets, once. Keep sealing_keys.json as carefully as the data.
set -eu
umask 077
mkdir secrets
hex() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
printf '%s%s' "$(hex)" "$(hex)" > secrets/secret_key
printf '{"current": "k1", "keys": {"k1": "%s"}, "index_key": "%s", "anchor_key": "%s"}' "$(hex)" "$(hex)" "$(hex)" > secrets/sealing_keys.json
for name in database_password database_owner_password redis_password; do hex > "secrets/$name"; done
at=${DATABASE_HOST:-postgres}
printf 'postgresql://portal_app:%s@%s/portal' "$(cat secrets/database_password)" "$at" > secrets/database_url
printf 'postgresql://portal:%s@%s/portal' "$(cat secrets/database_owner_password)" "$at" > secrets/migration_database_url
printf 'redis://:%s@%s:6379/0' "$(cat secrets/redis_password)" "${BROKER_HOST:-valkey}" > secrets/redis_url
# Containers read them as uid 10001; the folder itself stays closed to everyone else.
chmod 444 secrets/*
chmod 700 secrets
echo "secrets/ 已生成。再放入证书 secrets/tls.crt 和私钥 secrets/tls.key。"
