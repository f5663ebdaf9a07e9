#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Uploads, conflicts and decisions on the command line.

usage: test-cli-uploads.py PROGRAM [unittest arguments]
"""
import json
import unittest

from cli_case import CliTest

ANNA = {'@etag': 'a', 'Id': 7, 'Name': 'Anna', 'Grade': 5, 'Photo': None}
BERT = {'@etag': 'b', 'Id': 8, 'Name': 'Bert', 'Grade': 5, 'Photo': 'AAEC'}
THEIRS = {'@etag': 'a2', 'Id': 7, 'Name': 'Anne', 'Grade': 7, 'Photo': 'AAEC'}
STAFF = {
    'objects': {
        'Employee': {
            'key': ['Id'],
            'columns': {'Id': 'int64', 'Name': 'string', 'Grade': 'int32?', 'Photo': 'binary?'},
            'records': [ANNA, BERT],
        },
        'Line': {
            'key': ['Order', 'Number'],
            'columns': {'Order': 'int32', 'Number': 'string', 'Text': 'string?'},
        },
        'Ticket': {
            'key': ['Number'],
            'generated-key': 'server',
            'columns': {'Number': 'int64', 'Text': 'string?'},
        },
    },
    'state': 'state.json',
}
REFUSED = {'call': 'push-batch', 'object': 'Employee', 'outcome': 'rejected', 'times': 0,
           'code': 'Grade.high', 'message': 'a grade is below 9'}
LOST = {'call': 'push-batch', 'error': 'cut', 'when': 'after'}
DENIED = {'call': 'push-batch', 'verdict': 'refused', 'times': 0}


class UploadCase(CliTest):
    def setUp(self):
        super().setUp()
        self.set_faults()
        self.set_up()
        self.sync()

    def set_faults(self, *faults):
        """What goes wrong from now on; the service keeps what it has."""
        self.write_scenario({**STAFF, 'faults': faults})

    def set_server(self, *employees):
        (self.folder / 'state.json').write_text(json.dumps({'objects': {'Employee': employees}}),
                                                encoding='utf-8')

    def get_server(self, name='Employee'):
        state = json.loads((self.folder / 'state.json').read_text(encoding='utf-8'))
        return [{column: value for column, value in record.items() if column != '@etag'}
                for record in state['objects'][name]]

    def run_on_store(self, command, *args, **kwargs):
        return self.run_cli(command, '--store', self.store, *args, **kwargs)[0]

    def json_of(self, command, *args, **kwargs):
        return self.run_json(command, '--store', self.store, *args, **kwargs)

    def update(self, number, values):
        self.json_of('update', 'Employee', json.dumps(values), '--options',
                     json.dumps({'primaryKeys': {'Id': number}}))

    def delete(self, number):
        self.json_of('delete', 'Employee', '--options',
                     json.dumps({'primaryKeys': {'Id': number}}))

    def states(self):
        return [record['state'] for record in self.json_of('pending')]

    def make_conflict(self, *employees):
        self.update(7, {'Grade': 9})
        self.set_server(*(employees or (THEIRS, BERT)))
        self.sync('--object', 'Employee', status=3)
        self.assertEqual(self.states(), ['conflict'])

    def make_unknown(self):
        """The answer to the creation of ticket 1 is lost."""
        self.json_of('create', 'Ticket', '{"Text": "printer"}')
        self.set_faults(LOST)
        self.sync('--object', 'Ticket', '--options', '{"syncType": "uploadOnly"}', status=1)
        self.set_faults()
        self.sync('--object', 'Ticket', '--options', '{"syncType": "uploadOnly"}', status=3)
        self.assertEqual(self.states(), ['unknown'])


class SyncTest(UploadCase):
    def test_counts(self):
        self.update(7, {'Grade': 6})
        self.delete(8)
        out, err = self.sync('--object', 'Employee')
        self.assertRegex(out, r'^Employee: 2 changes uploaded, 1 record downloaded in [\d.]+ s\n$')
        self.assertEqual(err, '')
        self.assertEqual(self.get_server(),
                         [{'Id': 7, 'Name': 'Anna', 'Grade': 6, 'Photo': None}])
        self.assertRegex(self.sync()[0], '^Employee: 0 changes uploaded, 1 record downloaded')

    def test_some_records_failed(self):
        self.set_faults(REFUSED)
        self.update(7, {'Grade': 9})
        self.json_of('create', 'Ticket', '{"Text": "printer"}')
        out, err = self.sync(status=3)
        self.assertEqual(err, 'vmxsync: warning: Employee Id=7: 400: a grade is below 9\n')
        self.assertIn('Employee: 0 changes uploaded, 2 records downloaded', out)
        self.assertIn('Ticket: 1 change uploaded, 1 record downloaded', out)
        self.assertEqual(self.states(), ['rejected'])
        self.assertEqual(self.sync()[1], '')

    def test_json(self):
        self.set_faults(REFUSED)
        self.update(7, {'Grade': 9})
        result = self.json_of('sync', '--object', 'Employee', status=3)
        self.assertEqual(result['status'], 0)
        self.assertEqual(result['syncErrors'], {'download': [], 'upload': [
            {'opstatus': 400, 'errcode': 'Grade.high', 'errmsg': 'a grade is below 9',
             'object': 'Employee', 'objectService': 'HR', 'primaryKeys': {'Id': 7}}]})

    def test_failure(self):
        self.set_faults(DENIED)
        self.update(7, {'Grade': 9})
        self.update(8, {'Grade': 9})
        args = ['sync', '--store', self.store, '--object', 'Employee', '--options',
                '{"syncType": "uploadOnly"}']
        out, err = self.run_cli(*args, status=1)
        self.assertEqual(out, '')
        lines = err.splitlines()
        self.assertRegex(lines[0], r'^vmxsync: warning: Employee Id=7: \d+: ')
        self.assertRegex(lines[1], r'^vmxsync: warning: Employee Id=8: \d+: ')
        self.assertRegex(lines[2], r'^vmxsync: \d+: ')
        error = self.run_json(*args, status=1)
        self.assertEqual(lines[2], f'vmxsync: {error["code"]}: {error["message"]}')
        self.assertEqual((error['status'], error['domain'], error['userInfo']),
                         (-1, 'OfflineObjectsError', {'objectname': 'Employee'}))
        self.assertEqual([one['primaryKeys'] for one in error['syncErrors']['upload']],
                         [{'Id': 7}, {'Id': 8}])

    def test_statistics(self):
        for number in range(1, 6):
            self.json_of('create', 'Employee', json.dumps({'Id': number, 'Name': 'x'}))
        options = '{"uploadBatchSize": 2, "getSyncStats": true}'
        out, _ = self.sync('--object', 'Employee', '--options', options)
        self.assertRegex(out, r'\nPhase +Batch  Records  Network ms ')
        self.assertRegex(out, r'\nupload +1 +2 .*\nupload +2 +2 .*\nupload +3 +1 .*\n'
                              r'download +1 +7 ')


class PendingTest(UploadCase):
    def rows(self):
        return self.run_on_store('pending').splitlines()

    def test_both_versions(self):
        self.make_conflict()
        rows = self.rows()
        self.assertRegex(rows[1], '^Employee +Id=7 +update +conflict .* the record was changed at')
        self.assertEqual(rows[2:], ['    Name: here Anna, server Anne', '    Grade: here 9, server 7',
                                    '    Photo: here null, server <3 bytes>',
                                    '1 record with local changes'])

    def test_long_values(self):
        self.update(7, {'Name': 'long ' * 100})
        self.set_server({**THEIRS, 'Name': 'two\nlines', 'Photo': None, 'Grade': 5}, BERT)
        self.sync(status=3)
        note = self.rows()[2]
        self.assertRegex(note, '^    Name: here (long ){9}long…, server two lines$')

    def test_deleted_at_the_server(self):
        self.make_conflict(BERT)
        self.assertEqual(self.rows()[2:], ['    deleted at the server',
                                           '1 record with local changes'])

    def test_deleted_here(self):
        self.delete(7)
        self.set_server({**THEIRS, 'Photo': None}, BERT)
        self.sync(status=3)
        self.assertEqual(self.rows()[2:], ['    deleted here', '    Name: was Anna, server Anne',
                                           '    Grade: was 5, server 7',
                                           '1 record with local changes'])

    def test_json(self):
        self.make_conflict()
        record, = self.json_of('pending')
        self.assertEqual([record[version]['Grade'] for version in ('base', 'local', 'server')],
                         [5, 9, 7])
        change, = record['changes']
        self.assertEqual((change['status'], change['attempts']), (412, 1))
        self.assertIn(change['message'], change['reason'])

    def test_refused(self):
        self.set_faults(REFUSED)
        self.update(7, {'Grade': 9})
        self.sync(status=3)
        self.assertRegex(self.rows()[1], 'rejected .*  the server refused it: a grade is below 9$')
        self.assertEqual(len(self.rows()), 3)
        change, = self.json_of('pending')[0]['changes']
        self.assertEqual((change['status'], change['code'], change['message']),
                         (400, 'Grade.high', 'a grade is below 9'))

    def test_help(self):
        out, _ = self.run_cli('pending', '--help')
        for command in ('mark-for-upload', 'resolve'):
            self.assertIn(f'vmxsync {command}', out)


class ResolveTest(UploadCase):
    def resolve(self, *args, name='Employee'):
        return self.run_on_store('resolve', name, *args)

    def assert_refused(self, code, *args, name='Employee', words=''):
        self.assert_fails(code, 'resolve', '--store', self.store, name, *args, words=words)

    def assert_wrong(self, *args, name='Employee', words=''):
        self.assert_misused('resolve', '--store', self.store, name, *args, words=words)

    def assert_done(self, expected):
        """Nothing waits any more, and the next sync sends it."""
        self.sync('--object', 'Employee')
        self.assertEqual(self.states(), [])
        self.assertEqual(self.get_server()[0], expected)

    def test_keep_client(self):
        self.make_conflict()
        out = self.resolve('--key', '{"Id": 7}', '--keep', 'client')
        self.assertRegex(out, 'the next sync sends it')
        self.assert_done({'Id': 7, 'Name': 'Anne', 'Grade': 9, 'Photo': 'AAEC'})

    def test_keep_server(self):
        self.make_conflict()
        self.resolve('--key', ' {"Id": 7}', '--keep', 'server')
        self.assertEqual(self.states(), [])
        self.assert_done({'Id': 7, 'Name': 'Anne', 'Grade': 7, 'Photo': 'AAEC'})

    def test_keep_values(self):
        self.make_conflict()
        self.resolve('--key', '7', '--keep', '{"Grade": 8, "Name": "Ann"}')
        self.assert_done({'Id': 7, 'Name': 'Ann', 'Grade': 8, 'Photo': 'AAEC'})

    def test_keep_a_file(self):
        self.make_conflict()
        (self.folder / 'kept.json').write_text('{"Grade": 8}', encoding='utf-8')
        self.assert_refused(2304, '--key', '7', '--keep', '@nothing.json', words='nothing.json')
        self.resolve('--key', '7', '--keep', '@kept.json')
        self.assert_done({'Id': 7, 'Name': 'Anne', 'Grade': 8, 'Photo': 'AAEC'})

    def test_discard(self):
        self.make_conflict()
        self.assertEqual(self.json_of('resolve', 'Employee', '--key', '7', '--discard'),
                         {'status': 0})
        self.assertEqual(self.states(), [])

    def test_send_again(self):
        self.set_faults(REFUSED)
        self.update(7, {'Grade': 9})
        self.sync(status=3)
        self.resolve('--key', '7', '--send-again')
        self.assertEqual(self.states(), ['pending'])
        self.set_faults()
        self.assert_done({'Id': 7, 'Name': 'Anna', 'Grade': 9, 'Photo': None})

    def test_done(self):
        self.make_unknown()
        self.assert_refused(2305, '--key', '-1', '--done', name='Ticket', words='“Number”')
        self.assert_refused(2470, '--key', '-1', '--done', '--as', 'one', name='Ticket',
                            words='option --as')
        self.resolve('--key', '-1', '--done', '--as', '1', name='Ticket')
        self.assertEqual(self.states(), [])
        self.assertEqual(self.json_of('get', 'Ticket'), [{'Number': 1, 'Text': 'printer'}])

    def test_done_as_an_object(self):
        self.make_unknown()
        self.resolve('--key', '{"Number": -1}', '--done', '--as', '{"Number": 1}', name='Ticket')
        self.assertEqual(self.json_of('get', 'Ticket'), [{'Number': 1, 'Text': 'printer'}])

    def test_key_of_several_columns(self):
        self.json_of('create', 'Line', '{"Order": 1, "Number": "a"}')
        self.assert_wrong('--key', '1', '--discard', name='Line', words='has 2 columns')
        self.resolve('--key', '{"Order": 1, "Number": "a"}', '--discard', name='Line')
        self.assertEqual(self.states(), [])

    def test_misuse(self):
        self.make_conflict()
        key = ['--key', '7']
        self.assert_wrong('--keep', 'client', words='--key')
        self.assert_wrong(*key, words='one of --keep, --send-again, --done and --discard')
        self.assert_wrong(*key, '--discard', '--done', words='one of --keep')
        self.assert_wrong(*key, '--keep', 'client', '--send-again', words='one of --keep')
        self.assert_wrong(*key, '--keep', 'both', words='“both”')
        self.assert_wrong(*key, '--keep', '', words='expected client')
        self.assert_wrong(*key, '--discard', '--as', '8', words='--as goes with --done')
        self.assert_wrong(*key, '--discard', 'more', words='“more”')
        self.assert_misused('resolve', '--store', self.store, *key, '--discard', words='OBJECT')
        self.assertEqual(self.states(), ['conflict'])

    def test_bad_input(self):
        self.make_conflict()
        key = ['--key', '7']
        self.assert_refused(2301, '--key', '8', '--discard', words='no change at all')
        self.assert_refused(2301, *key, '--done', words='of unknown outcome')
        self.assert_refused(2304, '--key', '{"Name": "x"}', '--discard', words='Name')
        self.assert_refused(2304, '--key', '7,"Name":"x"', '--discard', words='Name')
        self.assert_refused(2305, '--key', '{}', '--discard', words='Id')
        self.assert_refused(2470, '--key', 'Anna', '--discard', words='option --key')
        self.assert_wrong('--key', '', '--discard', words='--key')
        self.assert_refused(2470, '--key', b'"\xff"', '--discard', words='option --key')
        self.assert_refused(2470, *key, '--keep', '{"Grade"', words='option --keep')
        self.assert_refused(2307, *key, '--keep', '{}')
        self.assert_refused(2310, *key, '--keep', '{"Grad": 1}', words='“Grade”')
        self.assert_refused(2311, *key, '--keep', '{"Grade": "much"}', words='Grade')
        self.assert_refused(2303, *key, '--keep', '{"Id": 9, "Grade": 1}', words='Id')
        self.assert_refused(2333, *key, '--discard', name='Employe', words='Employe')
        self.assertEqual(self.states(), ['conflict'])


class PolicyTest(UploadCase):
    def set_up_with(self, *settings):
        return ['setup', '--store', str(self.folder / 'other.db'), '--service', 'HR',
                '--transport', 'mock', '--url', str(self.scenario),
                *(word for setting in settings for word in ('--set', setting))]

    def test_bad_values(self):
        for setting, words in (('conflict-policy=both', 'ask, none, client-wins'),
                               ('conflict-policy=', 'server-wins or merge'),
                               ('atomic-uploads=yes', 'true or false')):
            self.assert_fails(2304, *self.set_up_with(setting), words=words)

    def test_help(self):
        out, _ = self.run_cli('setup', '--help')
        for words in ('conflict-policy', 'client-wins', 'atomic-uploads'):
            self.assertIn(words, out)

    def test_policy_is_kept(self):
        self.run_cli(*self.set_up_with('conflict-policy=merge', 'atomic-uploads=false'))
        self.store = str(self.folder / 'other.db')
        self.sync('--object', 'Employee')
        self.update(7, {'Grade': 9})
        self.set_server({**THEIRS, 'Grade': 5}, BERT)
        self.sync('--object', 'Employee')
        self.assertEqual(self.states(), [])
        self.assertEqual(self.get_server()[0], {'Id': 7, 'Name': 'Anne', 'Grade': 9,
                                                'Photo': 'AAEC'})


if __name__ == '__main__':
    unittest.main()
