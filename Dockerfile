# One image; the role is the command: node lims/dist/main.js api | worker | relay, or node portal/dist/server/main.js
FROM node:20-bookworm-slim AS build
WORKDIR /ils
COPY package.json package-lock.json .npmrc ./
COPY rules/package.json rules/
COPY seeds/package.json seeds/
COPY lims/package.json lims/
COPY lims/oma/package.json lims/oma/
COPY lims/contract/package.json lims/contract/
COPY lims/platform/package.json lims/platform/
COPY lims/client/package.json lims/client/
COPY lims/testing/package.json lims/testing/
COPY portal/package.json portal/
COPY cli/package.json cli/
# The embedded Postgres is for machines without one; a container has its database beside it.
RUN npm ci --omit=dev --omit=optional
COPY . .
RUN npm run build

FROM node:20-bookworm-slim
ENV NODE_ENV=production MALLOC_ARENA_MAX=2
WORKDIR /ils
COPY --from=build --chown=root:root /ils /ils
# The files belong to root and the process does not: it cannot change its own code.
USER 10001:10001
EXPOSE 4600
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=6 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.ILS_LIMS_PORT ?? 4600}/readyz`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Room for what a request leaves behind: with the defaults the collector stops judging for tens of milliseconds.
CMD ["node", "--min-semi-space-size=64", "--max-semi-space-size=64", "--initial-old-space-size=512", "lims/dist/main.js", "api", "worker", "relay"]
