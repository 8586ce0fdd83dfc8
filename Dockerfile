# One file for every process of ours; docker-compose.yml says which target each service runs.
# The commands are those of bin/launcher/services.ts: tests/deploy compares them.

FROM node:24-bookworm-slim AS base
ENV NEXT_TELEMETRY_DISABLED=1
WORKDIR /app
RUN chown node:node /app
USER node

# Everything that building needs, development packages included.
FROM base AS build
COPY --chown=node:node package.json package-lock.json .npmrc ./
RUN npm ci
COPY --chown=node:node . .
RUN node node_modules/next/dist/bin/next build

FROM base AS production-packages
COPY --chown=node:node package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

# What chat, worker and the migrations need: sources, run with tsx.
FROM base AS sources
COPY --from=production-packages --chown=node:node /app/node_modules ./node_modules
COPY --chown=node:node package.json tsconfig.json ./
COPY --chown=node:node lib ./lib
COPY --chown=node:node drizzle ./drizzle
COPY --chown=node:node messages ./messages
ENV NODE_ENV=production

FROM sources AS web
USER root
# An upload is looked at with ffprobe, inside bubblewrap where the host allows it, before it is accepted.
RUN apt-get update \
 && apt-get install -y --no-install-recommends bubblewrap ffmpeg \
 && rm -rf /var/lib/apt/lists/*
USER node
COPY --chown=node:node bin/admin.ts bin/migrate.ts ./bin/
COPY --chown=node:node public ./public
COPY --chown=node:node next.config.mjs proxy.ts instrumentation.ts ./
COPY --from=build --chown=node:node /app/.next ./.next
EXPOSE 3000
CMD ["node", "node_modules/next/dist/bin/next", "start", "-p", "3000", "-H", "0.0.0.0"]

FROM sources AS chat
COPY --chown=node:node server ./server
EXPOSE 3002
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=50", "--import", "tsx", "server/main.ts"]

# The C++ of the scan engine.
FROM debian:12-slim AS photogrammetry
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ make libeigen3-dev libopencv-core-dev libopencv-imgproc-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app/worker/photogrammetry
COPY worker/photogrammetry .
RUN make -j "$(nproc)"

FROM sources AS worker
USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends bubblewrap colmap ffmpeg libheif-examples libopencv-core406 libopencv-imgproc406 \
 && rm -rf /var/lib/apt/lists/* \
 && mkdir /work \
 && chown node:node /work
USER node
COPY --chown=node:node worker ./worker
COPY --from=photogrammetry --chown=node:node /app/worker/photogrammetry/build ./worker/photogrammetry/build
CMD ["node", "--import", "tsx", "worker/main.ts"]

# The same worker beside AliceVision's Meshroom, for machines with CUDA. Their images are named
# VERSION-avVERSION-rockyVERSION-cudaVERSION; the bundle brings its own libraries, which the
# adapter shows to Meshroom alone (ffmpeg and COLMAP have theirs), and needs glibc 2.34 or newer.
ARG MESHROOM_IMAGE=alicevision/meshroom:2025.1.0-av3.3.0-rocky9-cuda12.1.1
FROM ${MESHROOM_IMAGE} AS meshroom

FROM worker AS worker-meshroom
COPY --from=meshroom /opt/Meshroom_bundle /opt/meshroom
ENV PATH=/opt/meshroom:$PATH \
    ALICEVISION_ROOT=/opt/meshroom/aliceVision \
    PYTHONUNBUFFERED=1
CMD ["node", "--import", "tsx", "worker/main.ts"]
