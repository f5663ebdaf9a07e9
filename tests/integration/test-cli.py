#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The command line program, run as people and scripts run it.

usage: test-cli.py PROGRAM [unittest arguments]
"""
import json
import os
import re
import subprocess
import unittest

from cli_case import EMPLOYEES, PROGRAM, SCENARIO, TIMEOUT, CliTest

COMMANDS = ['setup', 'incremental-setup', 'sync', 'get', 'query', 'create', 'update', 'delete',
            'pending', 'resolve', 'mark-for-upload', 'rollback', 'status', 'reset', 'drop', 'doctor',
            'plugins', 'demo', 'help']


def make_related_schema():
    """Three objects in an order in which no child has its parent before it."""
    def describe(name, *relationships):
        columns = [{'name': 'Id', 'type': 'int32'}, {'name': 'ParentId', 'type': 'int32',
                                                     'flags': 1}]
        return {'name': name, 'key': ['Id'], 'columns': columns, 'navigations': [], 'indexes': [],
                'settings': {}, 'relationships': [
                    {'name': f'to{target}', 'type': kind, 'target': target,
                     'columns': [['ParentId', 'Id']]} for kind, target in relationships]}
    many_to_one, one_to_many = 0, 1
    return {'notes': [], 'objects': [
        describe('Item', (many_to_one, 'Order')),
        describe('Order', (many_to_one, 'Order')),
        describe('Customer', (one_to_many, 'Order')),
    ]}


class HelpTest(CliTest):
    def test_overview_lists_every_command(self):
        for args in (['--help'], ['-h'], ['help']):
            out, err = self.run_cli(*args)
            self.assertEqual(err, '')
            listed = re.compile(r'^  ([a-z-]+) +[A-Z]', re.MULTILINE)
            self.assertEqual(listed.findall(out), COMMANDS)

    def test_each_command_has_help(self):
        overview, _ = self.run_cli('--help')
        for name in COMMANDS:
            summary = re.search(rf'^  {name} +(.*)$', overview, re.MULTILINE)[1]
            for args in ([name, '--help'], ['help', name]):
                out, _ = self.run_cli(*args)
                self.assertIn(f'vmxsync {name} [', out)
                self.assertIn(summary, out)

    def test_version(self):
        out, _ = self.run_cli('--version')
        self.assertRegex(out, r'^vmxsync \d+\.\d+\.\d+\n$')

    def test_wrong_commands(self):
        self.assert_misused(words='a command is missing')
        self.assert_misused('snyc', words='did you mean “sync”?')
        self.assert_misused('help', 'quary', words='did you mean “query”?')
        self.assert_misused('frobnicate', words='no command “frobnicate”')
        self.assert_misused('', words='no command')
        self.assert_misused(b'\xff', words='no command')

    def test_misuse_with_json_is_a_document(self):
        error = self.run_json('sync', status=2)
        self.assertEqual(error['code'], 2304)
        self.assertIn('--store', error['message'])

    def test_c_locale(self):
        out, err = self.run_cli('snyc', status=2, LC_ALL='C')
        self.assertEqual(err, 'vmxsync: there is no command "snyc"; did you mean "sync"?; '
                              'see "vmxsync --help"\n')
        self.set_up()
        out, _ = self.run_cli('query', '--store', self.store, "SELECT 'Müller' AS n", '--json',
                              LC_ALL='C')
        self.assertEqual(json.loads(out), [{'n': 'Müller'}])


class SetupTest(CliTest):
    def test_text(self):
        out, err = self.set_up()
        self.assertEqual(err, '')
        self.assertIn('Service HR is set up', out)
        self.assertRegex(out, r'Employee +4  Id\n')
        self.assertRegex(out, r'Invoice +2  Number\n')

    def test_json(self):
        out, _ = self.set_up('--json')
        self.assertEqual(json.loads(out), {'status': 0, 'service': 'HR', 'objects': [
            {'name': 'Employee', 'columns': 4, 'key': ['Id']},
            {'name': 'Invoice', 'columns': 2, 'key': ['Number']}], 'notes': []})

    def test_objects(self):
        out, _ = self.set_up('--objects', ' Invoice', '--json')
        self.assertEqual([one['name'] for one in json.loads(out)['objects']], ['Invoice'])

    def test_set(self):
        out, _ = self.set_up('--set', 'Invoice.rename=Bill', '--json')
        self.assertEqual([one['name'] for one in json.loads(out)['objects']], ['Employee', 'Bill'])

    def test_a_second_service(self):
        self.set_up('--objects', 'Invoice')
        self.run_cli('setup', '--store', self.store, '--service', 'Staff', '--transport', 'mock',
                     '--url', str(self.scenario), '--objects', 'Employee')
        status = self.run_json('status', '--store', self.store)
        self.assertEqual([service['name'] for service in status['services']], ['HR', 'Staff'])

    def test_misuse(self):
        good = ['setup', '--store', self.store, '--service', 'HR', '--url', str(self.scenario),
                '--transport', 'mock']
        for missing in ('--store', '--service', '--url'):
            position = good.index(missing)
            self.assert_misused(*good[:position], *good[position + 2:], words=missing)
        self.assert_misused(*good, '--set', 'timeout', words='NAME=VALUE')
        self.assert_misused(*good, '--set', '=1', words='NAME=VALUE')
        self.assert_misused(*good, '--objects', 'Employee,', words='--objects')
        self.assert_misused(*good, '--objects', b'\xff', words='--objects')
        self.assert_misused(*good, '--token', 'secret', words='--token')
        self.assert_misused(*good, 'Employee', words='Employee')
        self.assertFalse(os.path.exists(self.store))

    def test_bad_input(self):
        start = ['setup', '--store', self.store, '--service']
        mock = ['--transport', 'mock', '--url']
        good = [*start, 'HR', *mock, str(self.scenario)]
        self.assert_fails(3000, *start, 'HR', '--transport', 'nope', '--url', 'x', words='nope')
        self.assert_fails(3000, *start, 'HR', '--transport', '../mock', '--url', 'x')
        self.assert_fails(2039, *start, 'HR', '--transport', b'\xff', '--url', b'\xff')
        self.assert_fails(2304, *start, 'HR', *mock, 'nope.json', words='nope.json')
        self.assert_fails(2406, *start, b'\xff', *mock, str(self.scenario))
        self.assert_fails(2333, *good, '--objects', 'Invoise', words='Invoice')
        self.assert_fails(2304, *good, '--set', 'nope=1', words='nope')
        self.assert_fails(2304, *good, '--set', b'a=\xff')
        self.assert_fails(3000, *good, '--processor', 'nope', words='nope')


class SyncTest(CliTest):
    def setUp(self):
        super().setUp()
        self.set_up()

    def get(self, *more):
        return self.run_json('get', '--store', self.store, *more)

    def test_everything(self):
        out, _ = self.sync()
        self.assertRegex(out, r'^Employee: 0 changes uploaded, 3 records downloaded in [\d.]+ s\n'
                              r'Invoice: 0 changes uploaded, 1000 records downloaded in [\d.]+ s\n$')
        self.assertEqual(len(self.get('Invoice')), 1000)

    def test_json_of_one_object(self):
        out, err = self.sync('--object', 'Invoice', '--json')
        self.assertEqual((json.loads(out), err), ({'status': 0, 'name': 'Invoice'}, ''))

    def test_json_of_a_service(self):
        for more in ([], ['--service', 'HR']):
            out, _ = self.sync('--json', *more)
            self.assertEqual(json.loads(out), {'status': 0, 'results': [
                {'status': 0, 'name': 'Employee'}, {'status': 0, 'name': 'Invoice'}]})

    def test_statistics(self):
        options = '{"downloadBatchSize": "70", "getSyncStats": "true"}'
        out, _ = self.sync('--object', 'Invoice', '--options', options, '--json')
        stats = json.loads(out)['syncStats']
        self.assertEqual([batch['numberOfRecords'] for batch in stats['downloadStats']],
                         [70] * 14 + [20])
        out, _ = self.sync('--object', 'Invoice', '--options', options)
        self.assertEqual(len(re.findall(r'^download +\d+ +70  ', out, re.MULTILINE)), 14)

    def test_options_from_a_file(self):
        (self.folder / 'options.json').write_text('{"filter": "Number le 7"}', encoding='utf-8')
        out, _ = self.sync('--object', 'Invoice', '--options', '@options.json')
        self.assertIn(' 7 records downloaded', out)

    def test_invalid_filter_warns(self):
        bad = '{"filter": "Numbr le 7"}'
        out, err = self.sync('--object', 'Invoice', '--options', bad)
        self.assertRegex(err, '^vmxsync: warning: .*Numbr.*\n$')
        self.assertIn(' 1000 records downloaded', out)

    def test_progress_events(self):
        _, err = self.sync('--object', 'Invoice', '--progress', 'json')
        events = [json.loads(line) for line in err.splitlines()]
        self.assertEqual((events[0]['phase'], events[0]['state']), ('Sync', 'Started'))
        self.assertEqual((events[-1]['phase'], events[-1]['state']), ('Sync', 'Ended'))
        ended = [event['batchNumber'] for event in events
                 if (event['phase'], event['state']) == ('Download', 'Ended')]
        self.assertEqual(ended, list(range(1, 11)))

    def test_no_progress_without_terminal(self):
        self.assertEqual(self.sync()[1], '')
        self.assertIn('Invoice', self.sync('--progress=bar')[1])

    def test_bad_input(self):
        start = ['sync', '--store', self.store]
        one = [*start, '--object', 'Invoice', '--options']
        self.assert_fails(2333, *start, '--object', 'Invoise', words='Invoise')
        self.assert_fails(2333, *start, '--object', b'\xff')
        self.assert_fails(2400, *start, '--object', '')
        self.assert_fails(2406, *start, '--service', 'Staff', words='Staff')
        self.assert_fails(2401, *start, '--service', '')
        self.assert_fails(2304, *one, '{"filter": "a"', words='byte 14')
        self.assert_fails(2304, *one, '')
        self.assert_fails(2304, *one, '[]')
        self.assert_fails(2304, *one, '[' * 100000)
        self.assert_fails(2304, *one, b'"\xff"')
        self.assert_fails(2304, *one, '@nope', words='nope')
        self.assert_fails(2304, *one, '@.')
        self.assert_fails(2304, *one, '@hr.db', words='NUL')
        self.assert_fails(2304, *one, '{"downloadBatchsize": 1}', words='downloadBatchSize')
        self.assert_fails(2472, *one, '{"filter": null}')
        self.assert_fails(2472, *one, '{"filter": "Numbr eq 1", "strictFilter": true}')
        self.assert_fails(2477, *one, '{"syncType": "half"}')
        self.assert_fails(3003, *one, '{"preserveBatchContext": true}')
        self.assert_fails(2304, *one, '{"removeAfterUpload": ["Employee"]}', words='Employee')
        self.assert_fails(2472, *start, '--options', '{"filter": "Id eq 1"}', words='--object')
        self.assert_misused(*start, '--service', 'HR', '--object', 'Invoice')
        self.assert_misused(*start, '--progress', 'pie', words='pie')
        self.assert_misused(*start, 'Invoice', words='Invoice')
        self.assert_misused('sync', words='--store')
        self.assert_misused('sync', '--store', '', words='--store')

    def test_no_store_is_made(self):
        for args in (['sync'], ['get'], ['query'], ['status'], ['reset', '--yes']):
            operand = {'get': ['Invoice'], 'query': ['SELECT 1']}.get(args[0], [])
            self.assert_fails(2006, *args, '--store', 'nope.db', *operand, words='nope.db')
        self.assertEqual(list(self.folder.glob('nope*')), [])

    def test_other_files_are_no_stores(self):
        before = self.scenario.read_bytes()
        self.assert_fails(2006, 'sync', '--store', str(self.scenario))
        self.assert_fails(2430, 'drop', '--yes', '--store', str(self.scenario))
        self.assertEqual(self.scenario.read_bytes(), before)

    def test_the_first_failure_ends_it(self):
        self.write_scenario(dict(SCENARIO, faults=[
            {'object': 'Employee', 'error': 'auth', 'message': 'two\nlines', 'times': 0}]))
        out, err = self.sync(status=1)
        self.assertEqual(out, '')
        self.assertRegex(err, '^vmxsync: 106: .*Employee.*two lines\n$')
        self.assertEqual(self.get('Invoice'), [])


class OrderTest(CliTest):
    def test_parents_come_first(self):
        self.write_scenario({'schema': make_related_schema(), 'objects': {
            name: {'records': []} for name in ('Item', 'Order', 'Customer')}})
        self.set_up()
        out, _ = self.sync('--json')
        self.assertEqual([one['name'] for one in json.loads(out)['results']],
                         ['Customer', 'Order', 'Item'])


class ReadTest(CliTest):
    def setUp(self):
        super().setUp()
        self.set_up()
        self.sync()

    def test_get_json(self):
        self.assertEqual(self.run_json('get', '--store', self.store, 'Employee'), [
            EMPLOYEES[0], EMPLOYEES[1], dict(EMPLOYEES[2], Id='9007199254740993')])

    def test_get_table(self):
        out, _ = self.run_cli('get', '--store', self.store, 'Employee')
        lines = out.splitlines()
        self.assertEqual(lines[0].split(), ['Id', 'Name', 'Salary', 'Photo'])
        self.assertIn('<3 bytes>', lines[1])
        self.assertNotIn('\x1b', out)
        self.assertEqual(lines[1].index('Ada'), lines[3].index('Cem'))
        self.assertEqual(lines[1].index('1 '), lines[3].index('3 '))
        self.assertIn('Cem and on and on and on and on and on …  ', lines[3])
        self.assertEqual(lines[4], '3 records')

    def test_get_options(self):
        options = '{"whereConditionAsAString": "Number <= 3", "orderByMap": [{"Number": "DESC"}],' \
                  ' "projectionColumns": ["Number"]}'
        self.assertEqual(self.run_json('get', '--store', self.store, 'Invoice', '--options',
                                       options), [{'Number': 3}, {'Number': 2}, {'Number': 1}])
        out, _ = self.run_cli('get', '--store', self.store, 'Invoice', '--options',
                              '{"primaryKeys": {"Number": 5000}}')
        self.assertEqual(out, '0 records\n')

    def test_query(self):
        query = 'SELECT count(*) AS n, x\'00\' AS b, 0.5 AS d FROM Invoice'
        self.assertEqual(self.run_json('query', '--store', self.store, query),
                         [{'n': 1000, 'b': 'AA==', 'd': 0.5}])
        out, _ = self.run_cli('query', '--store', self.store, query)
        self.assertEqual(out, '   n  b            d\n1000  <1 bytes>  0.5\n1 record\n')

    def test_bad_input(self):
        get = ['get', '--store', self.store]
        query = ['query', '--store', self.store]
        self.assert_fails(2333, *get, 'Invoise')
        self.assert_fails(2333, *get, b'\xff')
        self.assert_fails(2304, *get, 'Invoice', '--options', '{"where": 1}', words='where')
        self.assert_fails(2304, *get, 'Invoice', '--options', '{"whereConditionAsAString": "a >"}')
        self.assert_fails(2304, *get, 'Invoice', '--options', '{"projectionColumns": ["No"]}')
        self.assert_fails(2315, *query, 'DELETE FROM Invoice')
        self.assert_fails(2315, *query, 'SELECT * FROM nope', words='nope')
        self.assert_fails(2315, *query, b'SELECT \xff')
        self.assert_fails(2315, *query, '')
        self.assert_misused(*get, words='OBJECT')
        self.assert_misused(*query, words='SELECT')
        self.assert_misused(*get, 'Invoice', 'Employee', words='Employee')

    def test_status(self):
        status = self.run_json('status', '--store', self.store)
        self.assertEqual(status['services'], [
            {'name': 'HR', 'transport': 'mock', 'url': str(self.scenario), 'objects': [
                {'name': 'Employee', 'records': 3, 'pending': 0},
                {'name': 'Invoice', 'records': 1000, 'pending': 0}]}])
        self.assertEqual([(run['object'], run['outcome'], run['downloaded'])
                          for run in status['runs']],
                         [('Invoice', 'done', 1000), ('Employee', 'done', 3)])
        out, _ = self.run_cli('status', '--store', self.store)
        self.assertRegex(out, r'HR +Invoice +1000 +0\n')
        self.assertRegex(out, r'Z  Invoice +done +1000 +0\n')

    def test_failed_runs_are_listed(self):
        self.write_scenario(dict(SCENARIO, faults=[{'error': 'timeout', 'times': 0}]))
        self.sync('--object', 'Invoice', status=1)
        runs = self.run_json('status', '--store', self.store)['runs']
        self.assertEqual((runs[0]['object'], runs[0]['outcome']), ('Invoice', 'failed'))
        self.assertIn('Invoice', runs[0]['message'])

    def test_reset(self):
        self.assertEqual(self.run_json('reset', '--yes', '--store', self.store), {'status': 0})
        status = self.run_json('status', '--store', self.store)
        self.assertEqual([one['records'] for one in status['services'][0]['objects']], [0, 0])
        self.assertEqual(status['runs'], [])
        self.assertIn('Nothing was', self.run_cli('status', '--store', self.store)[0])

    def test_drop(self):
        out, _ = self.run_cli('drop', '--yes', '--store', self.store)
        self.assertEqual(out, f'{self.store} is gone.\n')
        self.assertFalse(os.path.exists(self.store))

    def test_removing_needs_a_yes(self):
        for command in ('reset', 'drop'):
            self.assert_misused(command, '--store', self.store, words='--yes')
        self.assertEqual(len(self.run_json('get', '--store', self.store, 'Employee')), 3)

    def test_a_full_disk_is_noticed(self):
        for more in ([], ['--json']):
            with open('/dev/full', 'wb') as full:
                done = subprocess.run([PROGRAM, 'get', '--store', self.store, 'Invoice', *more],
                                      stdout=full, stderr=subprocess.PIPE, env=self.env,
                                      timeout=TIMEOUT)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b'could not be written', done.stderr)


class IncrementalSetupTest(CliTest):
    def setUp(self):
        super().setUp()
        self.set_up('--objects', 'Employee')
        self.sync('--object', 'Employee')

    def change(self, *args, **kwargs):
        return self.run_json('incremental-setup', '--store', self.store, *args, **kwargs)

    def add_column(self, kind):
        employee = dict(SCENARIO['objects']['Employee'])
        employee['columns'] = {'Id': 'int64', 'Name': kind, 'New': 'string?'}
        employee['records'] = []
        self.write_scenario({'objects': dict(SCENARIO['objects'], Employee=employee)})

    def test_columns(self):
        self.add_column('string?')
        found = self.change()
        self.assertEqual(found['status'], 0)
        self.assertEqual(found['services'], [{'service': 'HR', 'notes': [], 'objects': [
            {'name': 'Employee', 'columns': 3, 'key': ['Id']}]}])
        records = self.run_json('get', '--store', self.store, 'Employee')
        self.assertEqual([(record['Name'], record['New']) for record in records],
                         [(record['Name'], None) for record in EMPLOYEES])

    def test_objects(self):
        out, _ = self.run_cli('incremental-setup', '--store', self.store, '--objects',
                              'Employee, Invoice')
        self.assertRegex(out, r'^Service HR in .*hr.db:\n')
        self.assertRegex(out, r'Invoice +2 +Number\n')
        self.assertEqual(len(self.run_json('get', '--store', self.store, 'Employee')), 3)
        self.change('--service', 'HR', '--objects', 'Invoice')
        self.assert_fails(2333, 'get', '--store', self.store, 'Employee', words='Employee')

    def test_unsupported(self):
        self.add_column('int32?')
        self.assert_fails(3003, 'incremental-setup', '--store', self.store, words='“Name”')
        self.assertEqual(len(self.run_json('get', '--store', self.store, 'Employee')), 3)

    def test_without_a_network(self):
        self.write_scenario(dict(SCENARIO, faults=[{'call': 'open', 'error': 'offline'}]))
        self.assertEqual(self.change()['services'][0]['objects'][0]['columns'], 4)

    def test_wrong_options(self):
        for args, words in ((['--service', 'HR'], '--service goes with --objects'),
                            (['--objects', ','], 'expected names'), (['HR'], 'HR')):
            self.assert_misused('incremental-setup', '--store', self.store, *args, words=words)
        self.assert_fails(2406, 'incremental-setup', '--store', self.store, '--service', 'ER',
                          '--objects', 'Employee', words='ER')
        self.assert_fails(2006, 'incremental-setup', '--store', 'none.db', words='none.db')


class PluginsTest(CliTest):
    def test_json(self):
        plugins = {one['name']: one for one in self.run_json('plugins')}
        self.assertEqual(plugins['mock']['kinds'], ['transport', 'storage'])
        self.assertEqual(plugins['fill-missing']['kinds'], ['processor'])
        self.assertEqual(plugins['storage-sqlite']['kinds'], ['storage'])
        for plugin in plugins.values():
            self.assertTrue(os.path.isfile(plugin['path']))
            self.assertNotIn('message', plugin)

    def test_broken_ones_are_listed(self):
        (self.folder / 'libvmx-broken.so').write_bytes(b'no module')
        found = self.run_json('plugins', VMX_PLUGIN_PATH=str(self.folder))
        self.assertEqual([(one['name'], one['kinds']) for one in found], [('broken', [])])
        self.assertGreaterEqual(found[0]['code'], 3000)
        out, _ = self.run_cli('plugins', VMX_PLUGIN_PATH=str(self.folder))
        self.assertIn('Cannot be used: broken', out)
        self.assertIn(found[0]['message'], out)


if __name__ == '__main__':
    unittest.main()
