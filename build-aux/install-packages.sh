#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs the packages of the given sections of debian-packages.txt that are missing.
# Touches neither apt nor the network when nothing is missing.
set -euo pipefail

list=$(dirname "$0")/debian-packages.txt

packages_of ()
{
  awk -v wanted="[$1]" '/^\[/ { inside = ($0 == wanted) } inside && /^[a-z0-9]/' "$list"
}

is_installed ()
{
  dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

say ()
{
  echo "$@" >&2
}

if [ $# -eq 0 ]; then
  say "usage: $0 SECTION…"
  exit 2
fi

missing=()
for section in "$@"; do
  packages=$(packages_of "$section")
  if [ -z "$packages" ]; then
    say "$0: $list has no section [$section]"
    exit 2
  fi
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is no Debian system. Make sure that it has what these packages bring:" $packages
    continue
  fi
  for package in $packages; do
    is_installed "$package" || missing+=("$package")
  done
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  as_root=(sudo)
  if ! command -v sudo >/dev/null; then
    say "Packages are missing, and there is no sudo to install them. Run this as root:"
    say "  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    exit 1
  fi
fi

apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
say "Installing: ${missing[*]}"
if ! { "${as_root[@]}" "${apt[@]}" update \
       && "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } >&2; then
  say "apt-get could not install them; its reason is above. To try again by hand:"
  say "  ${as_root[*]} apt-get update && ${as_root[*]} apt-get install" \
      "--no-install-recommends ${missing[*]}"
  exit 1
fi
