# The packages of uv.lock in one stage, the model compiled in another, which alone has torch, and an image of both
# without it: 550 MB of packages, the verifier and 68 MB of byte code in them, and 23 MB of model over that of Python.
# Nothing but /data and /tmp must be writable.
ARG PYTHON=3.11-slim-bookworm
ARG UV=0.13.9

FROM docker.io/library/python:${PYTHON} AS packages
ARG UV
RUN pip install --no-cache-dir "uv==${UV}"
WORKDIR /app
ENV UV_PROJECT_ENVIRONMENT=/opt/rapporteur UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock ./
RUN uv sync --quiet --frozen --no-install-project --extra desk --extra llm --extra metrics --extra postgres

FROM packages AS model
# where torch's CPU wheels are; its version is uv.lock's
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
COPY deploy/build-environment deploy/
COPY README.md LICENSE ./
COPY corpus corpus
COPY index index
COPY bot bot
RUN deploy/build-environment /opt/build && RAPPORTEUR_CACHE=/opt/models /opt/build/bin/rapporteur build --index /tmp/index

FROM packages AS program
COPY README.md LICENSE ./
COPY corpus corpus
COPY index index
COPY bot bot
RUN uv sync --quiet --frozen --no-editable --extra desk --extra llm --extra metrics --extra postgres

FROM docker.io/library/python:${PYTHON}
RUN useradd --uid 10001 --home-dir /data --no-create-home rapporteur \
    && install --directory --owner=rapporteur --group=rapporteur --mode=700 /data
COPY --from=model /opt/models /opt/models
COPY --from=program /opt/rapporteur /opt/rapporteur
COPY corpus /app/corpus
ENV PATH=/opt/rapporteur/bin:$PATH PYTHONUNBUFFERED=1 RAPPORTEUR_CACHE=/opt/models \
    RAPPORTEUR_INDEX=/data/index RAPPORTEUR_MEMORY=/data/memory.sqlite3 RAPPORTEUR_HTTP=9464
USER 10001:10001
WORKDIR /app
VOLUME /data
EXPOSE 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --start-period=60s --interval=30s --timeout=5s CMD ["python", "-c", \
    "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['RAPPORTEUR_HTTP'].rpartition(':')[2] + '/healthz', timeout=4)"]
CMD ["rapporteur", "run"]
