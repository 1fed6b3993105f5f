#!/bin/bash
# Run once by the PostgreSQL image on an empty cluster: a database per service, an owner for its migrations and a
# runtime role that owns nothing.
set -euo pipefail

for service in intake review notify rating; do
    owner_password=LAYAK_DATABASE_OWNER_PASSWORD_${service^^}
    service_password=LAYAK_DATABASE_PASSWORD_${service^^}
    psql -v ON_ERROR_STOP=1 -U postgres -v service="$service" -v owner="${service}_owner" -v runtime="${service}_service" \
        -v owner_password="${!owner_password}" -v service_password="${!service_password}" <<< '
        CREATE ROLE :"owner" LOGIN PASSWORD :'\''owner_password'\'';
        CREATE ROLE :"runtime" LOGIN PASSWORD :'\''service_password'\'';
        ALTER ROLE :"runtime" SET synchronous_commit = on;
        ALTER ROLE :"runtime" SET statement_timeout = '\''5s'\'';
        ALTER ROLE :"runtime" SET idle_in_transaction_session_timeout = '\''10s'\'';
        CREATE DATABASE :"service" OWNER :"owner";
        REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
        GRANT CONNECT ON DATABASE :"service" TO :"runtime";'
done
