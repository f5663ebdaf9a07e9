#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs an example with the mock transport and compares what it prints.

    check-example.py SCENARIO EXPECTED COMMAND…
"""
import pathlib
import re
import subprocess
import sys
import tempfile


def run(command, *arguments):
    done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True,
                          encoding='utf-8', timeout=120)
    return done.returncode, done.stdout, done.stderr


def check(what, found, expected):
    if found != expected:
        sys.exit(f'{what}: expected {expected!r}, found {found!r}')


def main(scenario, expected, *command):
    expected = pathlib.Path(expected).read_text(encoding='utf-8')
    with tempfile.TemporaryDirectory() as folder:
        store = pathlib.Path(folder, 'store.db')
        # The second time it finds a store.
        for _ in range(2):
            check('a sync', run(command, store, scenario, 'mock'), (0, expected, ''))

        missing = pathlib.Path(folder, 'missing.json')
        status, output, errors = run(command, pathlib.Path(folder, 'other.db'), missing, 'mock')
        check('exit status of a failed sync', status, 1)
        check('output of a failed sync', output, '')
        if not re.fullmatch(r'[a-z-]+: \d+: [^\n]+\n', errors):
            sys.exit(f'a failed sync: expected one line with a code, found {errors!r}')

        status, _, errors = run(command)
        check('exit status without arguments', status, 2)
        if 'STORE URL' not in errors:
            sys.exit(f'without arguments: expected the usage, found {errors!r}')


if __name__ == '__main__':
    main(*sys.argv[1:])
