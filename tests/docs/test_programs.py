#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_programs.py PAGE: does what a page shows, in an empty folder, and compares what is printed.

The addresses of the service that the pages talk of are replaced by the one of a service that the
test starts (SERVE). A page that needs the program vmxsync is skipped where there is none (VMXSYNC).
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import tested_blocks

EXAMPLE_URL = 'https://example.com/odata/hr/'
RUN = ('run', 'run offline')
SKIPPED = 77
TIMEOUT = 100


class Failure(Exception):
    pass


class Service:
    """A running OData service, or none if it was not built."""

    def __init__(self):
        self.server = None
        self.url = None
        if os.environ.get('SERVE'):
            self.server = subprocess.Popen([os.environ['SERVE']], stdin=subprocess.PIPE,
                                           stdout=subprocess.PIPE, text=True)
            self.url = self.server.stdout.readline().strip()

    def stop(self):
        if self.server is not None:
            self.server.communicate()
            self.server = None


def environment(folder):
    tools = folder / '.tools'
    tools.mkdir()
    if os.environ.get('VMXSYNC'):
        (tools / 'vmxsync').symlink_to(os.environ['VMXSYNC'])
    # Meson and the bindings need the system's python3.
    return {**os.environ, 'PATH': f'{tools}:/usr/bin:/bin:' + os.environ['PATH'],
            'HOME': str(folder), 'XDG_DATA_HOME': str(folder / '.data'), 'LC_ALL': 'C.UTF-8'}


def run_commands(block, folder, env, service):
    commands = block.text
    if service.url is not None:
        commands = commands.replace(EXAMPLE_URL, service.url)
    if block.name == 'run offline':
        service.stop()
    result = subprocess.run(['bash', '-eu', '-c', commands], cwd=folder, env=env,
                            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                            timeout=TIMEOUT)
    sys.stderr.write(result.stderr)
    if result.returncode != 0:
        raise Failure(f'{block.place}: the commands failed ({result.returncode}):\n{commands}'
                      f'{result.stdout}{result.stderr}')
    return result.stdout


def compare(block, printed):
    if printed is None:
        raise Failure(f'{block.place}: no commands before it')
    if printed != block.text:
        raise Failure(f'{block.place}: the page says\n{block.text}but this was printed:\n{printed}')


def follow(blocks, folder, service):
    """Does what the page says."""
    env = environment(folder)
    printed = None
    for block in blocks:
        if block.name in RUN:
            printed = run_commands(block, folder, env, service)
        elif block.name == 'prints':
            compare(block, printed)
        else:
            path = folder / block.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding='utf-8')


def missing_part(blocks):
    """What the page needs and this build does not have."""
    commands = ''.join(block.text for block in blocks if block.name in RUN)
    files = [block.name for block in blocks]
    if 'vmxsync ' in commands and not os.environ.get('VMXSYNC'):
        return 'the program vmxsync is not built'
    if EXAMPLE_URL in commands and not os.environ.get('SERVE'):
        return 'the transport “odata” is not built'
    if any(name.endswith('.py') for name in files) and not os.environ.get('GI_TYPELIB_PATH'):
        return 'the introspection data is not built'
    return None


def main(page):
    blocks = tested_blocks.find(page)
    if not any(block.name in RUN for block in blocks):
        print(f'{page}: nothing in it is tested')
        return 1
    missing = missing_part(blocks)
    if missing is not None:
        print(f'skipped: {missing}')
        return SKIPPED
    folder = pathlib.Path(tempfile.mkdtemp(prefix='vmx-docs-'))
    service = Service()
    try:
        follow(blocks, folder, service)
    except Failure as failure:
        print(failure)
        return 1
    finally:
        service.stop()
        shutil.rmtree(folder)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
