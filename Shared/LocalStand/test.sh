#!/bin/bash
# The whole check of Layak, from nothing. Arguments: the flags of every build.
set -euo pipefail

cd "$(dirname "$0")/../.."
python=$PWD/.layak/venv/bin/python
logs=$PWD/.layak/test-logs
mkdir -p "$logs"

Shared/LocalStand/lint.sh

echo "test: building"
Shared/LocalStand/dependencies.sh
swift build --build-tests "$@"

# Every kind of test runs even when one before it failed: one run tells all that is wrong.
failed=()

echo "test: Swift tests"
# A test that hangs must not hold the whole check: the time is several times what it needs.
# All at once, or eight, the tests of several hundred services and servers would only wait for two cores, past their
# deadlines.
"$python" -m localstand with-servers -- \
    timeout --kill-after=30 45m swift test --skip-build --experimental-maximum-parallelization-width 4 "$@" 2>&1 |
    tee "$logs/swift.log" || failed+=("Swift tests")

echo "test: system tests"
timeout --kill-after=30 30m "$python" -m pytest Tests 2>&1 | tee "$logs/system.log" || failed+=("system tests")

# The runners' own closing lines, together, at the end.
grep -E '^(.. )?Test run with|^.* Test run with' "$logs/swift.log" | tail -n 1 || true
tail -n 1 "$logs/system.log"

if [ ${#failed[@]} -gt 0 ]; then
    echo "test: failed: ${failed[*]} (logs in .layak/test-logs)" >&2
    exit 1
fi
