#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands of the program that edit records.

usage: test-cli-edits.py PROGRAM [unittest arguments]
"""
import contextlib
import json
import sqlite3
import subprocess
import unittest

from cli_case import PROGRAM, TIMEOUT, CliTest

STAFF = {
    'objects': {
        'Employee': {
            'key': ['Id'],
            'columns': {'Id': 'int64', 'Name': 'string', 'Salary': 'decimal?'},
            'records': [
                {'Id': 1, 'Name': 'Anna', 'Salary': '10'},
                {'Id': 2, 'Name': 'Björn', 'Salary': '20'},
                {'Id': 3, 'Name': 'Chloé', 'Salary': None},
            ],
        },
        "It's a \"Line\"": {
            'key': ['Order', 'Number'],
            'columns': {'Order': 'int32', 'Number': 'string', 'Text': 'string?'},
        },
    },
}
LINE = "It's a \"Line\""


def key(number, **more):
    return json.dumps({'primaryKeys': {'Id': number}, **more})


class EditTest(CliTest):
    def setUp(self):
        super().setUp()
        self.write_scenario(STAFF)
        self.set_up()
        self.sync()

    def run_on_store(self, command, *args, **kwargs):
        return self.run_cli(command, '--store', self.store, *args, **kwargs)[0]

    def json_of(self, command, *args, **kwargs):
        return self.run_json(command, '--store', self.store, *args, **kwargs)

    def assert_store_fails(self, code, command, *args, words=''):
        return self.assert_fails(code, command, '--store', self.store, *args, words=words)

    def assert_store_misused(self, command, *args, words=''):
        self.assert_misused(command, '--store', self.store, *args, words=words)

    def salaries(self):
        rows = self.json_of('get', 'Employee', '--options', '{"orderByMap": [{"Id": "ASC"}]}')
        return {row['Id']: row['Salary'] for row in rows}

    def actions(self, *args):
        return [(record['object'], [change['action'] for change in record['changes']])
                for record in self.json_of('pending', *args)]


class CreateTest(EditTest):
    def test_json(self):
        created = self.json_of('create', 'Employee', '{"Name": "Zoë", "Salary": "0.10"}')
        self.assertEqual(created, {'Id': -1, 'Name': 'Zoë', 'Salary': '0.10'})
        self.assertEqual(self.salaries()[-1], '0.10')
        self.assertEqual(self.actions(), [('Employee', ['create'])])

    def test_text(self):
        self.assertEqual(self.run_on_store('create', 'Employee', '{"Id": 7, "Name": "Zoë"}'),
                         'Id  Name  Salary\n 7  Zoë     null\n1 record\n')

    def test_generated_keys(self):
        for maker, expected in (('server', [-1, 2309]), ('program', [2308, 7])):
            store = str(self.folder / f'{maker}.db')
            self.run_cli('setup', '--store', store, '--service', 'HR', '--transport', 'mock', '--url',
                         str(self.scenario), '--set', f'Employee.generated-key={maker}')
            for record, answer in zip(('{"Name": "Zoë"}', '{"Id": 7, "Name": "Zoë"}'), expected):
                failed = answer > 2000
                created = self.run_json('create', '--store', store, 'Employee', record,
                                        status=int(failed))
                self.assertEqual(created['code' if failed else 'Id'], answer)
        for setting, words in (('Employee.generated-key=nobody', 'nobody'),
                               (f'{LINE}.generated-key=client', '2 columns')):
            self.assert_fails(2304, 'setup', '--store', str(self.folder / 'x.db'), '--service', 'HR',
                              '--transport', 'mock', '--url', str(self.scenario), '--set', setting,
                              words=words)

    def test_files(self):
        (self.folder / 'record.json').write_text('{"Name": "Zoë"}', encoding='utf-8')
        (self.folder / 'options.json').write_text('{"markForUpload": false}', encoding='utf-8')
        self.json_of('create', 'Employee', '@record.json', '--options', '@options.json')
        self.assertEqual(self.json_of('pending')[0]['state'], 'deferred')

    def test_bad_input(self):
        create = ['create', 'Employee']
        self.assert_store_fails(2307, *create, '{}')
        self.assert_store_fails(2308, *create, '{"Salary": 1}', words='Name')
        self.assert_store_fails(2310, *create, '{"Nmae": "Zoë"}', words='“Name”')
        self.assert_store_fails(2311, *create, '{"Name": "Zoë", "Salary": "much"}', words='Salary')
        self.assert_store_fails(2300, *create, '{"Id": 1, "Name": "Zoë"}')
        self.assert_store_fails(2470, *create, '{"Name"')
        self.assert_store_fails(2470, *create, b'{"Name": "\xff"}')
        self.assert_store_fails(2304, *create, '@nothing.json', words='nothing.json')
        self.assert_store_fails(2304, *create, '{"Name": "Zoë"}', '--options', key(1))
        self.assert_store_fails(2304, *create, '{"Name": "Zoë"}', '--options', '{"mark": 1}')
        self.assert_store_fails(2333, 'create', 'Employe', '{"Name": "Zoë"}')
        (self.folder / 'nul.json').write_bytes(b'{"Name": "Zo\0"}')
        self.assert_store_fails(2304, *create, '@nul.json', words='NUL')
        self.assert_store_misused('create', words='OBJECT is missing')
        self.assert_store_misused(*create, words='JSON|@FILE is missing')
        self.assert_store_misused(*create, '{}', 'more', words='“more” is one argument too many')
        self.assert_misused('create', 'Employee', '{}', words='--store')
        self.assertEqual(self.json_of('pending'), [])


class UpdateTest(EditTest):
    def test_by_key(self):
        self.assertEqual(self.json_of('update', 'Employee', '{"Salary": 1}', '--options', key(2)),
                         {'records': 1})
        self.assertEqual(self.salaries(), {1: '10', 2: '1', 3: None})
        self.assertEqual(self.run_on_store('update', 'Employee', '{"Salary": 2}', '--options',
                                           key(2)), '1 record changed.\n')

    def test_criteria(self):
        for number, criterion in enumerate((
                {'filter': 'Salary ge 10'}, {'whereCondition': {'Name': 'Chloé'}},
                {'whereConditionAsAString': 'Id < 3'}, {'likeCondition': {'Name': '%n%'}}), 30):
            out = self.run_on_store('update', 'Employee', json.dumps({'Salary': number}),
                                    '--options', json.dumps(criterion))
            self.assertRegex(out, r'^[12] records? changed\.\n$')
        self.assertEqual(self.salaries(), {1: '33', 2: '33', 3: '31'})

    def test_all_has_to_be_said(self):
        update = ['update', 'Employee', '{"Salary": 1}']
        for options in (None, '{}', '{"markForUpload": false}', '{"whereCondition": {}}',
                        '{"likeCondition": {}, "filter": "Id eq 1"}'):
            given = ['--options', options] if options is not None else []
            self.assert_store_misused(*update, *given, words='--all')
        self.assert_store_misused(*update, '--all', '--options', key(1), words='exclude')
        self.assertEqual(self.salaries(), {1: '10', 2: '20', 3: None})
        self.assertEqual(self.run_on_store(*update, '--all', '--options',
                                           '{"markForUpload": false}'), '3 records changed.\n')
        self.assertEqual(self.salaries(), {1: '1', 2: '1', 3: '1'})

    def test_bad_input(self):
        update = ['update', 'Employee']
        self.assert_store_fails(2301, *update, '{"Salary": 1}', '--options', key(9))
        self.assert_store_fails(2303, *update, '{"Id": 9}', '--options', key(1))
        self.assert_store_fails(2305, *update, '{"Salary": 1}', '--options', '{"primaryKeys": {}}')
        self.assert_store_fails(2308, *update, '{"Name": null}', '--options', key(1))
        self.assert_store_fails(2472, *update, '{"Salary": 1}', '--options', '{"filter": null}')
        self.assert_store_fails(2304, *update, '{"Salary": 1}', '--options',
                                '{"filters": "Id eq 1"}', words='“filter”')
        self.assert_store_misused('update', 'Employee', '--all', words='JSON|@FILE is missing')


class DeleteTest(EditTest):
    def test_by_key(self):
        self.assertEqual(self.run_on_store('delete', 'Employee', '--options', key(2)), 'Deleted.\n')
        self.assertEqual(self.json_of('delete', 'Employee', '--options', key(1)), {'status': 0})
        self.assertEqual(self.salaries(), {3: None})
        self.assertEqual(self.actions(), [('Employee', ['delete'])] * 2)

    def test_all_has_to_be_said(self):
        self.assert_store_misused('delete', 'Employee', words='--all')
        self.assert_store_misused('delete', 'Employee', '--options', '{"whereCondition": {}}',
                                  words='--all')
        self.assertEqual(len(self.salaries()), 3)
        self.run_on_store('delete', 'Employee', '--all')
        self.assertEqual(self.salaries(), {})

    def test_bad_input(self):
        self.assert_store_fails(2301, 'delete', 'Employee', '--options', key(9))
        self.assert_store_fails(2333, 'delete', 'Employe', '--options', key(1))
        self.assert_store_misused('delete', '--all', words='OBJECT is missing')


class PendingTest(EditTest):
    def test_table(self):
        self.json_of('create', 'Employee', '{"Name": "Zoë"}')
        self.json_of('update', 'Employee', '{"Salary": 1}', '--options', key(-1))
        self.json_of('update', 'Employee', '{"Salary": 1}', '--options', key(1, markForUpload=False))
        self.json_of('create', LINE, '{"Order": 7, "Number": "a"}')
        rows = self.run_on_store('pending').splitlines()
        self.assertRegex(rows[0], '^Object +Key +Changes +State +Last change +Reason$')
        self.assertEqual(rows[4:], ['3 records with local changes'])
        time = r'\d{4}-\d\d-\d\dT[\d:.]+Z'
        for row, expected in zip(rows[1:], (
                rf'Employee +Id=-1 +create, update +pending +{time}  waits for the next upload',
                rf'Employee +Id=1 +update +deferred +{time}  held back until .*',
                rf"It's a \"Line\" +Order=7, Number=a +create +pending +{time}  waits .*")):
            self.assertRegex(row, f'^{expected}$')
        self.assertEqual(self.run_on_store('pending', 'Employee').splitlines()[-1],
                         '2 records with local changes')

    def test_json(self):
        self.assertEqual(self.json_of('pending'), [])
        self.json_of('update', 'Employee', '{"Salary": "0.10"}', '--options', key(2))
        record, = self.json_of('pending', 'Employee')
        self.assertEqual((record['object'], record['primaryKeys'], record['state'],
                          record['reason']),
                         ('Employee', {'Id': 2}, 'pending', 'waits for the next upload'))
        change, = record['changes']
        self.assertEqual((change['action'], change['values'], change['attempts']),
                         ('update', {'Salary': '0.10'}, 0))
        self.assertEqual(self.json_of('pending', LINE), [])

    def test_nothing(self):
        self.assertEqual(self.run_on_store('pending'), '0 records with local changes\n')
        self.assert_store_fails(2333, 'pending', 'Employe')
        self.assert_store_misused('pending', 'Employee', LINE, words='too many')

    def test_status_counts_changes(self):
        self.json_of('update', 'Employee', '{"Salary": 1}', '--options', key(2))
        self.json_of('update', 'Employee', '{"Salary": 2}', '--options', key(2))
        self.json_of('create', LINE, '{"Order": 7, "Number": "a"}')
        objects = self.json_of('status')['services'][0]['objects']
        self.assertEqual({one['name']: one['pending'] for one in objects},
                         {'Employee': 2, LINE: 1})
        self.assertRegex(self.run_on_store('status'), r'HR +Employee +3 +2\n')


class MarkTest(EditTest):
    def setUp(self):
        super().setUp()
        held_back = '{"markForUpload": false}'
        self.json_of('update', 'Employee', '{"Salary": 1}', '--all', '--options', held_back)
        self.json_of('create', LINE, '{"Order": 7, "Number": "a"}', '--options', held_back)
        self.json_of('delete', 'Employee', '--options', key(3, markForUpload=False))

    def states(self):
        return [record['state'] for record in self.json_of('pending')]

    def test_some(self):
        self.assertEqual(self.run_on_store('mark-for-upload', 'Employee', '--options', key(1)),
                         '1 record marked for upload.\n')
        self.assertEqual(self.states(), ['pending', 'deferred', 'deferred', 'deferred'])
        self.assertEqual(self.json_of('mark-for-upload', 'Employee', '--options',
                                      '{"filter": "Id ge 1"}'), {'records': 2})
        self.assertEqual(self.states(), ['pending', 'pending', 'pending', 'deferred'])

    def test_all(self):
        self.assertEqual(self.json_of('mark-for-upload', 'Employee', '--all'), {'records': 3})
        self.assertEqual(self.states(), ['pending', 'pending', 'pending', 'deferred'])
        self.assertEqual(self.json_of('mark-for-upload', '--all'), {'records': 1})
        self.assertEqual(self.states(), ['pending'] * 4)
        self.assert_store_fails(2301, 'mark-for-upload', '--all')
        self.assert_store_fails(2301, 'mark-for-upload', LINE, '--all')

    def test_bad_input(self):
        self.assert_store_misused('mark-for-upload', words='--all')
        self.assert_store_misused('mark-for-upload', 'Employee', words='--all')
        self.assert_store_misused('mark-for-upload', '--options', key(1), words='OBJECT')
        self.assert_store_misused('mark-for-upload', '--all', '--options', key(1), words='exclude')
        self.assert_store_fails(2301, 'mark-for-upload', 'Employee', '--options', key(9))
        self.assert_store_fails(2333, 'mark-for-upload', 'Employe', '--all')
        self.assertEqual(self.states(), ['deferred'] * 4)


class RollbackTest(EditTest):
    def setUp(self):
        super().setUp()
        self.json_of('update', 'Employee', '{"Salary": 1}', '--all')
        self.json_of('create', 'Employee', '{"Name": "Zoë"}')
        self.json_of('create', LINE, '{"Order": 7, "Number": "a"}')

    def test_record(self):
        self.assertEqual(self.run_on_store('rollback', 'Employee', '--options', key(2)),
                         'Rolled back.\n')
        self.assertEqual(self.salaries(), {-1: None, 1: '1', 2: '20', 3: '1'})
        self.assert_store_fails(2471, 'rollback', 'Employee', '--options', key(2))

    def test_object(self):
        self.assertEqual(self.json_of('rollback', 'Employee', '--yes'), {'status': 0})
        self.assertEqual(self.salaries(), {1: '10', 2: '20', 3: None})
        self.assertEqual(self.actions(), [(LINE, ['create'])])

    def test_everything(self):
        self.run_on_store('rollback', '--yes')
        self.assertEqual(self.salaries(), {1: '10', 2: '20', 3: None})
        self.assertEqual(self.actions(), [])

    def test_more_than_a_record_needs_a_yes(self):
        self.assert_store_misused('rollback', words='--yes')
        self.assert_store_misused('rollback', 'Employee', words='--yes')
        self.assertEqual(len(self.actions()), 5)

    def test_bad_input(self):
        rollback = ['rollback', 'Employee', '--yes', '--options']
        self.assert_store_fails(2304, *rollback, '{}', words='primaryKeys')
        self.assert_store_fails(2304, *rollback, '{"filter": "Id eq 1"}', words='primaryKeys')
        self.assert_store_fails(2304, *rollback, key(1, trackChanges=False), words='primaryKeys')
        self.assert_store_fails(2304, *rollback, '{"primaryKeys": {"Name": "Anna"}}')
        self.assert_store_fails(2305, *rollback, '{"primaryKeys": {}}')
        self.assert_store_fails(2304, *rollback, '@nothing.json')
        self.assert_store_fails(2333, 'rollback', 'Employe', '--yes')
        self.assert_store_misused('rollback', '--yes', '--options', key(1), words='OBJECT')
        self.assertEqual(len(self.actions()), 5)


class DoctorTest(EditTest):
    def test_whole(self):
        self.run_on_store('update', 'Employee', '{"Name": "Zoë"}', '--all')
        self.assertEqual(self.run_on_store('doctor'), 'The store is whole.\n')
        self.assertEqual(self.json_of('doctor'), {'findings': []})

    def test_findings(self):
        self.run_on_store('update', 'Employee', '{"Name": "Zoë"}', '--options', key(1))
        with contextlib.closing(sqlite3.connect(self.store)) as store, store:
            store.execute('DELETE FROM vmx_originals')
        out, error = self.run_cli('doctor', '--store', self.store, status=1)
        self.assertIn('has no original', out)
        self.assertIn('vmxsync: 2000: 1 ', error)


class SeveralProgramsTest(EditTest):
    def test_no_edit_is_lost(self):
        create = [PROGRAM, 'create', '--store', self.store, 'Employee', '{"Name": "Zoë"}', '--json']
        programs = [subprocess.Popen(create, env=self.env, stdout=subprocess.PIPE)
                    for _ in range(10)]
        created = [json.loads(program.communicate(timeout=TIMEOUT)[0]) for program in programs]
        self.assertEqual([program.returncode for program in programs], [0] * 10)
        keys = sorted(record['Id'] for record in created)
        self.assertEqual(keys, list(range(-10, 0)))
        self.assertEqual(self.actions(), [('Employee', ['create'])] * 10)


if __name__ == '__main__':
    unittest.main()
