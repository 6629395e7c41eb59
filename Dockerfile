# Compiles the model and the index in one stage, and serves from another that has no torch: 300 MB of memory.
FROM python:3.11-slim AS build
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir '.[build]' && rapporteur build --corpus corpus --index /index

FROM python:3.11-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir '.[desk]' && useradd --create-home rapporteur && mkdir /memory && chown rapporteur /memory
COPY --from=build --chown=rapporteur /index /index
USER rapporteur
ENV RAPPORTEUR_INDEX=/index RAPPORTEUR_MEMORY=/memory/memory.sqlite3 PYTHONUNBUFFERED=1
VOLUME /memory
STOPSIGNAL SIGTERM
CMD ["python", "-m", "bot"]
