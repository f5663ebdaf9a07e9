#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Synchronises with SAP CAP and compares every cell with what the server holds.

usage: test_cap.py --cli VMXSYNC --work DIR [--binding] [unittest's own arguments]
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
COUNTS = {'Departments': 60, 'Employees': 20000, 'Documents': 2500, 'Assignments': 6000}
FILTER = 'grade ge 10'
HARD_SERIALS = {9007199254740993, -9007199254740993, 2**63 - 1, -2**63}
NEVER_NULL = {'ID', 'lastName', 'createdAt', 'modifiedAt'}
HARD_LEDGER = '123456789012345678901234.1234567891'

options = None


class Server:
    """The running server with what the independent reader found in it."""

    def __init__(self, exact=True, fresh=True):
        self.cap = cap_server.CapServer(options.work, exact, fresh)

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
    def start_server(cls, **how):
        cls.server = Server(**how)
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


class TestReader(Case):
    """The measure itself: the reader agrees with the server's database, and the data is hard enough."""

    @classmethod
    def setUpClass(cls):
        cls.start_server()

    def test_the_reader_agrees_with_the_database(self):
        for name, count in COUNTS.items():
            with self.subTest(name):
                rows = self.server.read(name)
                self.assertEqual(len(rows), count)
                for row in rows.values():
                    etag = row.pop(cells.ETAG)
                    self.assertEqual(etag is None, name == 'Documents')
                self.assert_same_rows(name, self.server.read_database(name), rows)

    def test_the_data_is_hard(self):
        employees = self.server.read('Employees').values()
        self.assertLessEqual(HARD_SERIALS, {row['serial'] for row in employees})
        self.assertIn(cells.number(HARD_LEDGER), {row['ledger'] for row in employees})
        for column, edm_type in self.server.sets['Employees'].types.items():
            nulls = sum(row[column] is None for row in employees)
            self.assertLess(nulls, len(employees), column)
            if column not in NEVER_NULL and not edm_type.startswith('Collection('):
                self.assertGreater(nulls, 0, column)


class TestCommandLine(Case):
    @classmethod
    def setUpClass(cls):
        cls.start_server()

    def test_every_cell_arrives_and_stays(self):
        store = self.setup_store('all.db')
        for name in COUNTS:
            with self.subTest(name):
                expected = self.server.read(name)
                self.sync(store, name)
                self.assert_same_rows(name, expected, self.read_store(store, name))
                self.sync(store, name)
                self.assert_same_rows(name, expected, self.read_store(store, name))

    def test_a_whole_service_in_one_run(self):
        store = self.setup_store('service.db')
        self.assert_command('sync', '--store', store, '--service', 'HR', '--json')
        for name in COUNTS:
            self.assert_same_rows(name, self.server.read(name), self.read_store(store, name))

    def test_a_filter_brings_the_filtered_rows(self):
        expected = self.server.read('Employees', {'$filter': FILTER})
        everything = self.server.read('Employees')
        self.assert_same_rows('Employees', {key: row for key, row in everything.items()
                                            if row['grade'] is not None and row['grade'] >= 10}, expected)
        store = self.setup_store('filter.db')
        self.sync(store, 'Employees', '--options', json.dumps({'filter': FILTER}))
        self.assert_same_rows('Employees', expected, self.read_store(store, 'Employees'))

    def test_an_invalid_filter_brings_all_rows(self):
        store = self.setup_store('invalid-filter.db')
        result = self.sync(store, 'Departments', '--options', json.dumps({'filter': 'nmae eq 1'}))
        self.assertTrue(result['warnings'])
        self.assert_same_rows('Departments', self.server.read('Departments'),
                              self.read_store(store, 'Departments'))


class TestServerChanges(Case):
    """Rows that others change, create and delete at the server between two runs."""

    @classmethod
    def setUpClass(cls):
        cls.start_server()

    def change(self, method, path, body=None):
        self.server.service.request(method, path, body, {'If-Match': '*'} if method != 'POST' else None)

    def setup_synchronised(self, file_name):
        store = self.setup_store(file_name)
        for name in COUNTS:
            self.sync(store, name)
        return store

    def assert_next_sync_is_exact(self, store):
        for name in COUNTS:
            with self.subTest(name):
                self.sync(store, name)
                self.assert_same_rows(name, self.server.read(name), self.read_store(store, name))

    def test_new_and_changed_rows_arrive(self):
        store = self.setup_synchronised('changes.db')
        self.change('PATCH', 'Employees(17)', {'lastName': 'Changed — ✓', 'serial': '9007199254740995'})
        self.change('PATCH', 'Employees(18)', {'salary': None, 'tags': []})
        self.change('POST', 'Employees', {'ID': 1000001, 'lastName': 'New', 'ledger': HARD_LEDGER})
        self.change('PATCH', "Documents('Gr%C3%B6%C3%9Fe')", {'title': 'Größe, neu'})
        self.change('POST', 'Documents', {'name': 'new / name # 1', 'title': 'new'})
        self.assert_next_sync_is_exact(store)


class TestRoundedNumbers(Case):
    """CAP with its default options rounds Int64 and Decimal itself, before it sends them."""

    @classmethod
    def setUpClass(cls):
        cls.start_server(exact=False)

    def test_the_server_rounds(self):
        entity_set = self.server.sets['Employees']
        stored = self.server.read_database('Employees')
        sent = self.server.service.read(entity_set, {'$select': 'ID,serial'})
        exact = [key for key, row in stored.items() if row['serial'] == 9007199254740993]
        self.assertTrue(exact)
        for key in exact:
            self.assertEqual(sent[key]['serial'], 9007199254740992)

    def test_the_digits_that_were_sent_are_kept(self):
        store = self.setup_store('rounded.db')
        for name in ('Departments', 'Assignments'):
            with self.subTest(name):
                self.sync(store, name)
                self.assert_same_rows(name, self.server.read(name), self.read_store(store, name))

    def test_what_has_become_too_large_is_refused(self):
        """2⁶³ − 1 leaves this server as 9223372036854776000, which no Int64 column can hold."""
        store = self.setup_store('too-large.db')
        status, output, errors = run_cli('sync', '--store', store, '--object', 'Employees')
        self.assertEqual(status, 1, output)
        for part in ('Employees', 'serial', '9223372036854776000'):
            self.assertIn(part, errors)
        self.assertEqual(self.read_store(store, 'Employees'), {})


class TestPython(Case):
    """The same through the Python binding."""

    @classmethod
    def setUpClass(cls):
        if not options.binding:
            raise unittest.SkipTest('this build has no Python binding')
        import gi
        gi.require_version('Vmx', '1')
        from gi.repository import Vmx
        cls.vmx = Vmx
        cls.start_server()

    def read_object(self, obj, name):
        entity_set = self.server.sets[name]
        rows = {}
        for record in obj.get(None, None):
            row = json.loads(record.to_json(), parse_float=cells.number)
            self.assertEqual(row.keys(), entity_set.types.keys())
            row = {column: cells.from_json(edm_type, row[column]) for column, edm_type in entity_set.types.items()}
            rows[entity_set.key_of(row)] = row
        return rows

    def test_every_value_arrives(self):
        client = self.vmx.Client.new(str(self.folder / 'python.db'))
        client.add_service('HR', 'odata', self.server.cap.url)
        client.setup(None, None)
        for name in COUNTS:
            with self.subTest(name):
                expected = self.server.read(name)
                for row in expected.values():
                    del row[cells.ETAG]
                obj = client.get_object(name)
                self.assertIsNotNone(obj.start_sync(None, None))
                self.assert_same_rows(name, expected, self.read_object(obj, name))


def main():
    global options
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument('--cli', required=True)
    parser.add_argument('--work', required=True, type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument('--binding', action='store_true')
    options, rest = parser.parse_known_args()
    start = time.monotonic()
    try:
        cap_server.install(options.work)
    except cap_server.Unavailable as error:
        print(f'SKIP: {error}', file=sys.stderr)
        sys.exit(EXIT_SKIP)
    print(f'server installed in {time.monotonic() - start:.1f} s', file=sys.stderr)
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == '__main__':
    main()
