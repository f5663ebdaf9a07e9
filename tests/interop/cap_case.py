# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests with SAP CAP share.

usage: test_NAME.py --cli VMXSYNC --work DIR [--binding] [unittest's own arguments]
With --binding the typelib is there and the Python binding is tested too.
Exit status 77: the server cannot be installed here.
"""

import argparse
import contextlib
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

import cap_server
import cells
import odata_reader

EXIT_SKIP = 77
SYNC_SECONDS = 240
SHOWN = 10

options = argparse.Namespace()


class Server:
    """The running server with what the independent reader found in it."""

    def __init__(self, *name, **how):
        self.cap = cap_server.CapServer(options.work, *name, **how)

    def __enter__(self):
        self.cap.__enter__()
        self.service = odata_reader.Service(self.cap.url)
        self.sets = self.service.entity_sets()
        return self

    def __exit__(self, *exception):
        self.cap.__exit__(*exception)

    def read(self, name, query=None):
        """The rows in comparable form, with the etag under its name in our tables."""
        entity_set = self.sets[name]
        rows = {}
        for key, row in self.service.read(entity_set, query).items():
            rows[key] = {column: cells.from_json(edm_type, row[column])
                         for column, edm_type in entity_set.types.items()}
            rows[key][cells.ETAG] = row.get('@odata.etag')
        return rows

    def read_database(self, name):
        """The same rows from CAP's own SQLite file; it keeps no etags."""
        entity_set = self.sets[name]
        with contextlib.closing(connect(self.cap.database)) as database:
            columns = ', '.join(f'"{column}"' for column in entity_set.types)
            rows = [dict(row) for row in database.execute(f'SELECT {columns} FROM "hr_{name}"')]
        return {entity_set.key_of(row): {column: cells.from_server_database(edm_type, row[column])
                                         for column, edm_type in entity_set.types.items()}
                for row in rows}


def load_binding():
    """The Python binding, for the set-up of a class; without it the class is skipped."""
    if not options.binding:
        raise unittest.SkipTest('this build has no Python binding')
    import gi
    gi.require_version('Vmx', '1')
    from gi.repository import Vmx
    return Vmx


def connect(path):
    database = sqlite3.connect(f'{path.as_uri()}?mode=ro', uri=True)
    database.row_factory = sqlite3.Row
    return database


def run_cli(*arguments):
    """The exit status, stdout and stderr of one vmxsync command."""
    run = subprocess.run([options.cli, *map(str, arguments)], stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SYNC_SECONDS)
    return run.returncode, run.stdout.decode(), run.stderr.decode()


class Case(unittest.TestCase):
    maxDiff = None

    @classmethod
    def start_server(cls, *name, **how):
        cls.server = Server(*name, **how)
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='vmx-cap-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder)

    def assert_same_rows(self, name, expected, actual):
        lines = cells.differences(self.server.sets[name], expected, actual)
        if lines:
            self.fail(f'{name}: {len(lines)} differences, {len(expected)} rows expected, {len(actual)} found\n'
                      + '\n'.join(lines[:SHOWN]))

    def assert_command(self, *arguments):
        status, output, errors = run_cli(*arguments)
        self.assertEqual(status, 0, f'vmxsync {" ".join(map(str, arguments))}\n{output}\n{errors}')
        return output

    def setup_store(self, file_name):
        store = self.folder / file_name
        self.assert_command('setup', '--store', store, '--service', 'HR', '--transport', 'odata',
                            '--url', self.server.cap.url)
        return store

    def sync(self, store, name, *arguments):
        start = time.monotonic()
        result = json.loads(self.assert_command('sync', '--store', store, '--object', name, '--json', *arguments))
        print(f'{name}: synchronised in {time.monotonic() - start:.2f} s', file=sys.stderr)
        self.assertEqual(result['status'], 0, result)
        self.assertNotIn('syncErrors', result)
        return result

    def read_store(self, store, name):
        entity_set = self.server.sets[name]
        types = {**entity_set.types, cells.ETAG: 'Edm.String'}
        with contextlib.closing(connect(store)) as database:
            rows = [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')]
        for row in rows:
            self.assertEqual(row.keys(), types.keys())
        converted = ({column: cells.from_store(edm_type, row[column]) for column, edm_type in types.items()}
                     for row in rows)
        return {entity_set.key_of(row): row for row in converted}


def main():
    """Runs the tests of the program that calls it."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument('--cli', required=True)
    parser.add_argument('--work', required=True, type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument('--binding', action='store_true')
    _options, rest = parser.parse_known_args(namespace=options)
    start = time.monotonic()
    try:
        cap_server.install(options.work)
    except cap_server.Unavailable as error:
        print(f'SKIP: {error}', file=sys.stderr)
        sys.exit(EXIT_SKIP)
    print(f'server installed in {time.monotonic() - start:.1f} s', file=sys.stderr)
    unittest.main('__main__', argv=[sys.argv[0], *rest], verbosity=2)
