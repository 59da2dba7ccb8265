# syntax=docker/dockerfile:1
# The steps work without Docker too: `cargo build --release --locked --bin landbridge`, copy the one file
# target/release/landbridge to a machine with a C library at least as new, start it as any user.

FROM rust:1.95-slim-bookworm AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --bin landbridge && \
    cp target/release/landbridge /landbridge

# The C library and nothing else: no shell, no package manager, the user `nonroot`.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /landbridge /usr/local/bin/landbridge
ENV LANDBRIDGE_ADDRESS=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/landbridge"]
CMD ["demo"]
