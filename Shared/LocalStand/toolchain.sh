#!/bin/bash
# Says in one sentence what is wrong with the Swift toolchain or the disk, before a build says it in a hundred.
set -euo pipefail

needed=6.2
if ! command -v swift > /dev/null; then
    echo "toolchain: Swift $needed or later must be installed (https://www.swift.org/install/linux)." >&2
    exit 1
fi
version=$(swift --version 2> /dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
if [ "$(printf '%s\n%s\n' "$needed" "$version" | sort -V | head -n 1)" != "$needed" ]; then
    echo "toolchain: Swift $version is installed, and Layak needs $needed or later." >&2
    exit 1
fi

cd "$(dirname "$0")/../.."
if [ ! -d .build ]; then
    free=$(df --output=avail -B 1M . | tail -n 1 | tr -d ' ')
    if [ "$free" -lt 6000 ]; then
        echo "toolchain: the disk of $PWD has $free MB left, and a first build needs 6000 MB: make room." >&2
        exit 1
    fi
fi
