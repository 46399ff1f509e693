# syntax=docker/dockerfile:1
# One image for web, worker, beat and migrate: docker-compose.yml says which command each runs.

FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /accord
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /accord/.venv && .venv/bin/pip install --no-deps --require-hashes -r requirements/run.txt
COPY . .
# Browser packages, type and translations; then all static files, for the web server to send as they are.
RUN .venv/bin/python -m config.assets \
 && ACCORD_ENV=production ACCORD_URL=https://localhost SECRET_KEY=only-to-collect \
    DATABASE_URL=postgres://nobody@localhost/nothing REDIS_URL=redis://localhost MAIL_FROM=nobody@localhost ACCORD_DATA=/accord/built \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0 --ignore build \
 && rm -rf node_modules

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/accord/.venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=config.settings ACCORD_ENV=production ACCORD_DATA=/data STATIC_ROOT=/accord/built/static \
    HOST=0.0.0.0 PORT=8000 MALLOC_ARENA_MAX=2
RUN useradd --uid 1000 --create-home accord && mkdir /data && chown accord /data
WORKDIR /accord
COPY --from=build /accord /accord
USER accord
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
