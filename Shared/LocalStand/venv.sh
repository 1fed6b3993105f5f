#!/bin/bash
# Makes the Python environment .layak/venv, or brings it up to date when requirements.txt has changed.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
venv=$repository/.layak/venv
stamp=$venv/requirements.txt

works() { "$venv/bin/python" -c '' 2> /dev/null; }

works && cmp -s "$here/requirements.txt" "$stamp" && exit 0

echo "Preparing the Python environment in .layak/venv"
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "venv: Python 3.11 or later is needed, and python3 is $(python3 --version 2>&1)." >&2
    exit 1
fi
mkdir -p "$repository/.layak"
# One whose Python has gone, or that was cut off while it was made, is made anew.
if ! "$venv/bin/python" -m pip --version > /dev/null 2>&1; then
    python3 -m venv --clear "$venv"
fi
# It shows what it fetches; a mirror may be slow or fail now and then; nobody is there to answer.
if ! "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --progress-bar off \
    --retries 5 --timeout 60 -r "$here/requirements.txt" < /dev/null; then
    echo "venv: the Python packages of Shared/LocalStand/requirements.txt could not be installed; pip says why above." \
        "Start again when that is mended." >&2
    exit 1
fi
cp "$here/requirements.txt" "$stamp"
