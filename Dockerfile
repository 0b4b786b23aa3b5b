# One image for web, worker and beat. No embedded services, no build tools, no root.
FROM node:24-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM python:3.13-slim-bookworm AS environment
RUN python -m venv /srv/environment
COPY requirements.lock .
RUN /srv/environment/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.13-slim-bookworm
ENV PATH=/srv/environment/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --home-dir /srv/portal --shell /usr/sbin/nologin portal
COPY --from=environment /srv/environment /srv/environment
WORKDIR /srv/portal
COPY . .
COPY --from=assets /build/node_modules node_modules
# Style, icons, fonts and collected files are made here, so that a container only reads.
RUN python -c "from config import assets; assets.build()" \
 && python -m config.typesetting && rm -rf /var/lib/apt/lists/* \
 && python manage.py collectstatic --noinput -v0 \
 && rm -rf node_modules var/demo-* \
 && chmod -R a+rX . \
 && mkdir -p var/media && chown portal var/media
ENV PORTAL_MODE=production FONTCONFIG_FILE=/srv/portal/var/typesetting/fonts.conf
RUN python -c "import weasyprint; weasyprint.HTML(string='字').write_pdf()" # fills the font cache
USER portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-m", "config.probe", "http://127.0.0.1:8000"]
CMD ["gunicorn", "config.wsgi", "--config", "python:config.serving", "--bind", "0.0.0.0:8000", \
     "--workers", "3", "--threads", "2", "--max-requests", "20000", "--max-requests-jitter", "2000"]
