#!/bin/bash
# Everything that can be checked without building. Each check prints what it found; the first failure ends it.
set -euo pipefail

cd "$(dirname "$0")/../.."
python=$PWD/.layak/venv/bin/python

echo "lint: Swift format"
swift format lint --strict --parallel --recursive Package.swift Services Shared Tests

echo "lint: shell scripts"
# A checkout that belongs to another user, as in a container, is one that git refuses without this.
git -c safe.directory="$PWD" ls-files -z '*.sh' .ci/run | xargs -0 shellcheck

echo "lint: Python"
"$python" -m ruff check --quiet Shared Tests
"$python" -m ruff format --check --quiet Shared Tests

echo "lint: reasons and names"
"$python" Shared/LocalStand/lint_text.py

if [ -f compose.yaml ]; then
    echo "lint: compose.yaml"
    # Every secret must come from the environment; here each gets a value only so that the file can be read.
    variables=$(sed -nE 's/.*\$\{([A-Z0-9_]+):\?.*/\1/p' compose.yaml | sort -u)
    for variable in $variables; do export "$variable=/lint"; done
    docker-compose -f compose.yaml config --quiet
    first=$(head -n 1 <<< "$variables")
    if (unset "$first" && docker-compose -f compose.yaml config --quiet 2> /dev/null); then
        echo "lint: compose.yaml starts without the secret $first" >&2
        exit 1
    fi
fi
