# One image for the four services and the tool `layak`; the command says which.
FROM swift:6.3-bookworm AS build
RUN apt-get update -q && apt-get install -q -y --no-install-recommends \
    libargon2-dev libcairo2-dev libcurl4-openssl-dev libpango1.0-dev libpq-dev libqrencode-dev librabbitmq-dev \
    libssl-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /layak
COPY Package.swift ./
COPY Shared Shared
COPY Services Services
COPY Tests Tests
RUN swift build -c release --explicit-target-dependency-import-check error \
    && mkdir -p /opt/layak && bin=$(swift build -c release --show-bin-path) \
    && cp "$bin"/Intake "$bin"/Review "$bin"/Notify "$bin"/Rating "$bin"/layak /opt/layak/ \
    && cp -R "$bin"/*.resources /opt/layak/

FROM swift:6.3-bookworm-slim AS runtime
RUN apt-get update -q && apt-get install -q -y --no-install-recommends \
    ca-certificates curl fonts-liberation2 libargon2-1 libcairo2 libcurl4 libpango-1.0-0 libpangocairo-1.0-0 libpq5 \
    libqrencode4 librabbitmq4 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /nonexistent --shell /usr/sbin/nologin layak
COPY --from=build /opt/layak /opt/layak
ENV PATH=/opt/layak:$PATH LC_ALL=C.UTF-8 TZ=UTC
# Why, and the same for a start without a container: Shared/LocalStand/localstand/allocator.py.
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=1048576 GLIBC_TUNABLES=glibc.malloc.tcache_count=0
USER layak
WORKDIR /opt/layak
EXPOSE 8080
