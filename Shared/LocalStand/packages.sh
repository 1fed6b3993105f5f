#!/bin/bash
# Installs the Debian packages of packages.txt that are missing. Does nothing, and needs no rights, when none is.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)

if ! command -v dpkg-query > /dev/null; then
    echo "packages: this is not Debian; install the packages of Shared/LocalStand/packages.txt by hand." >&2
    exit 1
fi

missing=()
while read -r package; do
    case $package in '' | '#'*) continue ;; esac
    # The second word of "install ok installed" is what apt calls the state.
    if [ "$(dpkg-query -W -f='${Status}' "$package" 2> /dev/null || true)" != 'install ok installed' ]; then
        missing+=("$package")
    fi
done < "$here/packages.txt"

[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo > /dev/null && sudo -n true 2> /dev/null; then
        as_root=(sudo -n)
    elif command -v sudo > /dev/null && [ -t 0 ] && sudo -v; then
        as_root=(sudo)
    else
        echo "packages: ${missing[*]} must be installed, and this user may not install packages:" \
            "ask an administrator to run 'apt-get install ${missing[*]}'." >&2
        exit 1
    fi
fi

echo "Installing ${#missing[@]} missing Debian packages: ${missing[*]}"

# The stand starts its own broker, database and front door. While the packages are being unpacked, nothing may
# start the distribution's: policy-rc.d is how Debian is told so. One that is there already is left as it is.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" > /dev/null
    "${as_root[@]}" chmod 755 "$policy"
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi

"${as_root[@]}" apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}" < /dev/null
