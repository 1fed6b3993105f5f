#!/bin/bash
# How many lines of the pure rules their tests run. Builds nothing else, needs no server. Arguments: the flags of the build.
set -euo pipefail

# The compiler names the sources by the folder's own path, whatever link led here.
cd -P "$(dirname "$0")/../.."
scratch=.build-rules
log=$scratch/coverage.log
saved=$scratch/Package.resolved
mkdir -p "$scratch"
export LAYAK_RULES_ONLY=1
# Without the services the rules of their domains would be missing; with the mutants the lines would be others.
unset LAYAK_CORE_ONLY LAYAK_MUTANTS

# The rules need no package of others, and a build without any takes the list of their versions away. A copy that is
# still there, while the list is not, is of a run that was killed.
[ ! -f Package.resolved ] || cp Package.resolved "$saved"
trap '[ ! -f "$saved" ] || mv "$saved" Package.resolved' EXIT

# Of a run that passes nobody wants to read thousands of lines.
if ! swift test --scratch-path "$scratch" --enable-code-coverage "$@" > "$log" 2>&1; then
    grep -E 'error:|^✘|recorded an issue' "$log" >&2 || tail -n 20 "$log" >&2
    exit 1
fi
.layak/venv/bin/python -m localstand.coverage \
    "$(swift test --scratch-path "$scratch" --show-codecov-path "$@" 2>> "$log")" "$PWD"
