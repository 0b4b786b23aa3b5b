#!/bin/sh
# A server without Docker, Debian 12 or newer: from the unpacked release in /srv/portal to open pages.
# Every step does nothing when it was done before, so an upgrade is the new release and this again.
#   sh docs/operations/install.sh portal.example.gov.cn
#   sh docs/operations/install.sh --programs    only what has to be fetched from outside
set -eu
here=/srv/portal
etc=/etc/portal
what=${1:?用法：sh docs/operations/install.sh 域名}
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
umask 022

say() { echo "== $*"; }
stop() { echo "$*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || stop "请以 root 执行。"
[ "$(pwd)" = "$here" ] || stop "请先把发布包解开到 $here，再到那里执行。"
[ -f var/static/staticfiles.json ] || stop "这里没有 var/static：请用 make release 做出的发布包，不要用代码目录。"

programs() {
    say "软件包"
    wanted="python3-venv postgresql redis-server nginx openssl libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    dpkg-query --show --showformat '${Status}\n' $wanted 2>/dev/null | grep -c '^install ok installed$' | grep -qx "$(echo $wanted | wc -w)" ||
        { apt-get -qq update && apt-get -qq --yes --no-install-recommends install $wanted; } ||
        stop "软件包没有装上：请检查 /etc/apt 里的软件源。"
    say "Python 依赖"
    [ .venv/server -nt requirements.lock ] || python3 -m config.install server
}

account() {
    say "系统账号 portal"
    id portal >/dev/null 2>&1 ||
        useradd --system --no-create-home --home-dir "$here" --shell /usr/sbin/nologin portal
    install -d -o portal -g portal -m 750 var/media
}

secrets() {
    say "密钥，在 $etc/secrets"
    install -d -m 755 "$etc"
    [ -d "$etc/secrets" ] ||
        ( cd "$etc" && DATABASE_HOST=127.0.0.1 BROKER_HOST=127.0.0.1 sh "$here/docs/operations/make-secrets.sh" )
    chown -R root:portal "$etc/secrets"
    chmod 750 "$etc/secrets"
    chmod 440 "$etc"/secrets/*
    for name in migration_database_url database_owner_password; do
        chown root:root "$etc/secrets/$name"
    done
    [ ! -e "$etc/secrets/tls.key" ] || chown root:root "$etc/secrets/tls.key"
    [ -s "$etc/secrets/tls.crt" ] && [ -s "$etc/secrets/tls.key" ] ||
        stop "请把证书放到 $etc/secrets/tls.crt，私钥放到 $etc/secrets/tls.key，再执行一次。"
    cat > "$etc/portal.env" <<ENV
PORTAL_MODE=production
ALLOWED_HOSTS=$what
CSRF_TRUSTED_ORIGINS=https://$what
SECRET_KEY_FILE=$etc/secrets/secret_key
SEALING_KEYS_FILE=$etc/secrets/sealing_keys.json
DATABASE_URL_FILE=$etc/secrets/database_url
REDIS_URL_FILE=$etc/secrets/redis_url
FONTCONFIG_FILE=$here/var/typesetting/fonts.conf
PYTHONDONTWRITEBYTECODE=1
LC_ALL=C.UTF-8
ENV
    [ ! -f "$etc/own.env" ] || cat "$etc/own.env" >> "$etc/portal.env"
}

database() {
    say "数据库"
    service postgresql start >/dev/null
    major=$(as_postgres -c "SELECT current_setting('server_version_num')::int / 10000")
    [ "$major" -ge 15 ] || stop "PostgreSQL 是 $major，需要 15 或更新（唯一约束要能把两个空值看作相同）。"
    tuned="/etc/postgresql/$major/main/conf.d/portal.conf"
    .venv/bin/python -m config.tuning conf > "$tuned.new"
    if cmp -s "$tuned.new" "$tuned"; then rm "$tuned.new"; else
        mv "$tuned.new" "$tuned"
        service postgresql restart >/dev/null
    fi
    as_postgres -v app="$(cat $etc/secrets/database_password)" -v owner="$(cat $etc/secrets/database_owner_password)" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', name) FROM unnest(ARRAY['portal', 'portal_app']) AS name
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE portal PASSWORD :'owner';
ALTER ROLE portal_app PASSWORD :'app';
SELECT 'CREATE DATABASE portal OWNER portal TEMPLATE template0 ENCODING ''UTF8'' LC_COLLATE ''C'' LC_CTYPE ''C.UTF-8'''
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'portal') \gexec
\connect portal
\i /srv/portal/config/roles.sql
SQL
}

as_postgres() { ( cd / && runuser -u postgres -- psql --no-psqlrc -qAt -v ON_ERROR_STOP=1 -d postgres "$@" ); }

broker() {
    say "Redis"
    {
        echo "bind 127.0.0.1"
        echo "requirepass $(cat $etc/secrets/redis_password)"
        echo "appendonly yes"
        echo "maxmemory 512mb"
        echo "maxmemory-policy noeviction"
    } > /etc/redis/portal.conf
    chown redis:redis /etc/redis/portal.conf
    chmod 640 /etc/redis/portal.conf
    grep -qx 'include /etc/redis/portal.conf' /etc/redis/redis.conf ||
        echo 'include /etc/redis/portal.conf' >> /etc/redis/redis.conf
    service redis-server restart >/dev/null
}

tables() {
    say "字体与数据库结构"
    .venv/bin/python -m config.typesetting >/dev/null
    manage MIGRATION_DATABASE_URL_FILE="$etc/secrets/migration_database_url" .venv/bin/python manage.py migrate --noinput -v0
    manage .venv/bin/python -c "import weasyprint; weasyprint.HTML(string='字').write_pdf()" # fills the font cache
    manage .venv/bin/python manage.py check --deploy --fail-level WARNING
    chmod -R a+rX .
    chmod 750 var/media
}

manage() { env $(cat "$etc/portal.env") "$@"; }

proxy() {
    say "代理"
    sed "s/portal\.example/$what/" docs/operations/nginx.conf > /etc/nginx/conf.d/portal.conf
    rm -f /etc/nginx/sites-enabled/default
    nginx -q -t
    nginx -q -s reload 2>/dev/null || service nginx start >/dev/null # nobody is refused meanwhile
}

units() {
    say "进程"
    [ -d /run/systemd/system ] || { echo "没有 systemd：请照 docs/operations/units 里各 ExecStart 启动四个进程。"; return; }
    cp docs/operations/units/* /etc/systemd/system/
    systemctl daemon-reload
    systemctl enable --now portal.socket
    for name in clock worker beat web; do
        systemctl enable portal-$name
        systemctl restart portal-$name # the socket stays: whoever asks meanwhile waits
    done
}

programs
[ "$what" != --programs ] || exit 0
account
secrets
database
broker
tables
proxy
units
say "完成：https://$what/healthz；第一次装好后建三员账号：sh docs/operations/manage.sh first_administrators"
