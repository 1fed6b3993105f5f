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

# Cut off in the middle, apt-get would leave packages half installed, or go on without the policy below: a signal is
# heeded when it has ended.
trap 'exit 143' TERM
trap 'exit 129' HUP

# The stand starts its own broker, database and front door. While the packages are being unpacked, nothing may
# start the distribution's: policy-rc.d is how Debian is told so. One that is there already is left as it is, unless
# it is ours, left when this script was killed.
policy=/usr/sbin/policy-rc.d
mark='# Written by Shared/LocalStand/packages.sh of Layak; it may be removed.'
if [ ! -e "$policy" ] || grep -qF "$mark" "$policy"; then
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
    printf '#!/bin/sh\n%s\nexit 101\n' "$mark" | "${as_root[@]}" tee "$policy" > /dev/null
    "${as_root[@]}" chmod 755 "$policy"
fi

# A mirror may be slow or fail once, another apt-get (the machine's own updates) may be running, and nobody is there
# to answer: a configuration file that was changed by hand stays.
patient=(-q -o Acquire::Retries=3 -o Acquire::http::Timeout=60 -o Acquire::https::Timeout=60 -o DPkg::Lock::Timeout=300)
silent=(-y --no-install-recommends -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold)
if ! {
    "${as_root[@]}" apt-get update "${patient[@]}" < /dev/null &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install "${patient[@]}" "${silent[@]}" "${missing[@]}" < /dev/null
}; then
    echo "packages: ${missing[*]} could not be installed; apt-get says why above. Start again when that is mended." >&2
    exit 1
fi
