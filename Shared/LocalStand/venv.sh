#!/bin/bash
# Makes the Python environment .layak/venv, or brings it up to date when requirements.txt has changed.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
venv=$repository/.layak/venv
stamp=$venv/requirements.txt

[ -x "$venv/bin/python" ] && cmp -s "$here/requirements.txt" "$stamp" && exit 0

echo "Preparing the Python environment in .layak/venv"
mkdir -p "$repository/.layak"
python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
cp "$here/requirements.txt" "$stamp"
