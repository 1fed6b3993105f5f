#!/bin/bash
# How many lines of the pure rules their tests run. Builds nothing else, needs no server. Arguments: the flags of the build.
set -euo pipefail

cd "$(dirname "$0")/../.."
scratch=.build-rules
log=$scratch/coverage.log
mkdir -p "$scratch"
export LAYAK_RULES_ONLY=1

# The rules need no package of others, and a build without any takes the list of their versions away.
if [ -f Package.resolved ]; then
    cp Package.resolved "$scratch/Package.resolved"
    trap 'cp "$scratch/Package.resolved" Package.resolved' EXIT
fi

# Of a run that passes nobody wants to read thousands of lines.
if ! swift test --scratch-path "$scratch" --enable-code-coverage "$@" > "$log" 2>&1; then
    grep -E 'error:|^✘|recorded an issue' "$log" >&2 || tail -n 20 "$log" >&2
    exit 1
fi
.layak/venv/bin/python -m localstand.coverage \
    "$(swift test --scratch-path "$scratch" --show-codecov-path "$@" 2>> "$log")" "$PWD"
