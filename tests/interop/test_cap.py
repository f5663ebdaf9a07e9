#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Synchronises with SAP CAP and compares every cell with what the server holds. cap_case.py tells the
arguments."""

import json

import cap_case
import cells

COUNTS = {'Departments': 60, 'Employees': 20000, 'Documents': 2500, 'Assignments': 6000}
FILTER = 'grade ge 10'
HARD_SERIALS = {9007199254740993, -9007199254740993, 2**63 - 1, -2**63}
NEVER_NULL = {'ID', 'lastName', 'createdAt', 'modifiedAt'}
HARD_LEDGER = '123456789012345678901234.1234567891'


class TestReader(cap_case.Case):
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


class TestCommandLine(cap_case.Case):
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


class TestServerChanges(cap_case.Case):
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


class TestRoundedNumbers(cap_case.Case):
    """CAP with its default options rounds Int64 and Decimal itself, before it sends them."""

    @classmethod
    def setUpClass(cls):
        cls.start_server('hr-plain', exact=False)

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
        status, output, errors = cap_case.run_cli('sync', '--store', store, '--object', 'Employees')
        self.assertEqual(status, 1, output)
        for part in ('Employees', 'serial', '9223372036854776000'):
            self.assertIn(part, errors)
        self.assertEqual(self.read_store(store, 'Employees'), {})


class TestPython(cap_case.Case):
    """The same through the Python binding."""

    @classmethod
    def setUpClass(cls):
        cls.vmx = cap_case.load_binding()
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


if __name__ == '__main__':
    cap_case.main()
