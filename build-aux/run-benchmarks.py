#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the benchmarks of a build folder, one after the other.

Each prints one line a measurement, "NAME: ratio R (ours A s, floor B s, peak M MB)". One about
waiting also prints "NAME: edit median X ms, worst Y ms, ...". Everything else that a benchmark has
to say belongs on its standard error.
"""
import json
import os
import re
import subprocess
import sys

NUMBER = r'\d+(\.\d+)?'
RATIO = rf'ratio {NUMBER} \(ours {NUMBER} s, floor {NUMBER} s, peak {NUMBER} MB\)'
WAITS = rf'edit median {NUMBER} ms, worst {NUMBER} ms(, {NUMBER} [a-z0-9 ]+)*'
LINE = re.compile(rf'(?P<name>\S+): ({RATIO}|{WAITS})')


def list_benchmarks(build):
    reply = subprocess.run(['meson', 'introspect', '--benchmarks', build], check=True,
                           capture_output=True, text=True)
    return json.loads(reply.stdout)


def run(benchmark, build):
    """Whether it ran and printed what it should."""
    reply = subprocess.run(benchmark['cmd'], stdout=subprocess.PIPE, text=True,
                           stdin=subprocess.DEVNULL, cwd=benchmark['workdir'] or build,
                           env={**os.environ, **benchmark['env']})
    print(reply.stdout, end='', flush=True)
    if reply.returncode != 0:
        problem = f'ended with status {reply.returncode}'
    elif not all(LINE.fullmatch(line) for line in reply.stdout.splitlines()):
        problem = 'printed something other than result lines'
    elif not reply.stdout:
        problem = 'printed no result'
    else:
        return True
    print(f'bench: {benchmark["name"]} {problem}', file=sys.stderr)
    return False


def main():
    if len(sys.argv) not in (2, 3):
        print('usage: run-benchmarks.py BUILD [NAME]', file=sys.stderr)
        return 2
    build = sys.argv[1]
    known = list_benchmarks(build)
    wanted = [one for one in known if len(sys.argv) == 2 or one['name'] == sys.argv[2]]
    if not wanted:
        names = ', '.join(one['name'] for one in known) or 'none'
        print(f'bench: there is no such benchmark; there are: {names}', file=sys.stderr)
        return 2 if known else 1
    results = [run(one, build) for one in wanted]
    return 0 if all(results) else 1


if __name__ == '__main__':
    sys.exit(main())
