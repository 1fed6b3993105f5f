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
# glibc would keep an arena per thread, and the working memory of password hashing, for good.
ENV PATH=/opt/layak:$PATH LC_ALL=C.UTF-8 TZ=UTC MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=1048576
USER layak
WORKDIR /opt/layak
EXPOSE 8080
