# syntax=docker/dockerfile:1
# Lectern as one static program in an image that holds nothing else: no shell, no package manager, no root.
# Written with care and not yet run: see docs/operations.md, "A container".

FROM rust:1.95-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends musl-tools \
    && rm -rf /var/lib/apt/lists/* \
    && rustup target add x86_64-unknown-linux-musl
WORKDIR /lectern
COPY . .
# The caches outlive a build, and what comes out is copied to where the next stage finds it.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/lectern/target \
    cargo build --release --locked --package lectern --target x86_64-unknown-linux-musl \
    && cp target/x86_64-unknown-linux-musl/release/lectern /usr/local/bin/lectern
# The folder of the key, which the program must be able to write to.
RUN install -d -o 10001 -g 10001 -m 0700 /data

FROM scratch
COPY --from=build /usr/local/bin/lectern /lectern
COPY --from=build --chown=10001:10001 /data /data
USER 10001:10001
# The default data folder is $XDG_DATA_HOME/lectern; there the first start keeps `secret.key`.
ENV XDG_DATA_HOME=/data
ENV LECTERN_SERVER__BIND=0.0.0.0
VOLUME /data
EXPOSE 8080
# The health check reads the same settings from the environment. With a file of settings, repeat it here: --config FILE.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/lectern", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/lectern"]
CMD ["serve"]
