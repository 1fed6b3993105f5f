#!/bin/bash
# Fetches the Swift packages before the first build. SwiftPM asks the network once; one that fails now and then is
# asked again.
set -euo pipefail

cd "$(dirname "$0")/../.."
[ -f .build/workspace-state.json ] && exit 0

for pause in 5 20 0; do
    echo "Fetching the Swift packages that Layak is built with"
    swift package resolve < /dev/null && exit 0
    sleep "${LAYAK_RETRY_PAUSE:-$pause}"
done
echo "dependencies: the Swift packages could not be fetched; Swift says why above. Start again when that is mended." >&2
exit 1
