#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# test-install.sh SOURCE: what is installed is enough for a program and a plugin made elsewhere.
set -uo pipefail

source=$1
here=$source/tests/install
read -r -a cc <<< "${CC:-cc}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix
number=0

# Runs one step as one case. Its output is told only when it fails.
check ()
{
  local name=$1
  shift

  number=$((number + 1))
  if "$@" > "$work/output" 2>&1; then
    echo "ok $number $name"
    return 0
  fi
  sed 's/^/# /' "$work/output"
  echo "not ok $number $name"
  return 1
}

stop ()
{
  echo "Bail out! nothing more can be checked"
  exit 1
}

install_everything ()
{
  meson setup "$work/build" "$source" --prefix="$prefix" --libdir=lib --buildtype=debugoptimized \
        -Dtests=false -Dexamples=false -Dbenchmarks=false -Ddocs=disabled \
    && meson install -C "$work/build"
}

find_with_pkg_config ()
{
  pkg-config --validate vmxsync-1 \
    && read -r -a cflags <<< "$(pkg-config --cflags vmxsync-1)" \
    && read -r -a libs <<< "$(pkg-config --libs vmxsync-1)" \
    && plugin_dir=$(pkg-config --variable=plugindir vmxsync-1) \
    && [[ $plugin_dir = "$prefix"/* && -d $plugin_dir ]]
}

compile ()
{
  "${cc[@]}" -Wall -Werror "${cflags[@]}" "$@"
}

compile_headers_alone ()
{
  local header

  find "$prefix/include" -name '*.h' > "$work/headers"
  grep -q 'vmxsync\.h$' "$work/headers" || return 1
  while read -r header; do
    compile -fsyntax-only -include "$header" -x c /dev/null || return 1
  done < "$work/headers"
}

run_program ()
{
  LD_LIBRARY_PATH=$prefix/lib "$work/program" "${plugins[@]}" | tee "$work/said"
  [ "${PIPESTATUS[0]}" -eq 0 ] && grep -qx 'stamp says seen' "$work/said" \
    && [ "$(grep -c ": $plugin_dir/" "$work/said")" -eq ${#plugins[@]} ]
}

run_tool ()
{
  LD_LIBRARY_PATH=$prefix/lib "$prefix/bin/vmxsync" plugins --json | tee "$work/said"
  [ "${PIPESTATUS[0]}" -eq 0 ] && grep -q '"stamp"' "$work/said"
}

# Nothing of the build may help: no plugin path, no library path, no other package.
unset DESTDIR VMX_PLUGIN_PATH VMX_PLUGIN_DIR LD_LIBRARY_PATH
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
export XDG_DATA_HOME=$work/data
plugins=(fill-missing mock odata storage-sqlite stamp)

echo 1..7
check 'builds and installs' install_everything || stop
check 'pkg-config finds it' find_with_pkg_config || stop
check 'each header stands alone' compile_headers_alone
check 'a plugin builds' compile -shared -fPIC "$here/vmx-stamp-plugin.c" "${libs[@]}" \
      -o "$plugin_dir/libvmx-stamp.so"
check 'a program builds' compile "$here/program.c" "${libs[@]}" -o "$work/program"
check 'the program loads the plugins' run_program
check 'the tool finds the plugin' run_tool
