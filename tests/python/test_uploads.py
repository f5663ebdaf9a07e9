# SPDX-License-Identifier: LGPL-2.1-or-later
"""Uploading what was edited."""
import asyncio
import copy
import json
import threading
import unittest

import support
from gi.repository import Vmx

OBJECTS = {
    'Employee': {
        'key': ['Id'],
        'columns': {'Id': 'int64', 'Name': 'string', 'Salary': 'decimal?'},
        'records': [
            {'@etag': 'a', 'Id': 1, 'Name': 'Anna', 'Salary': 10},
            {'@etag': 'b', 'Id': 2, 'Name': 'Bo', 'Salary': 20},
        ],
    },
    'Ticket': {
        'key': ['Id'],
        'columns': {'Id': 'int64', 'Text': 'string?'},
        'generated-key': 'server',
    },
}
UPLOAD_ONLY = {'syncType': 'uploadOnly'}


class UploadTest(support.TestCase):
    """The service keeps what it has in a file of the test."""

    def set_up(self, *faults, **members):
        scenario = {'objects': OBJECTS, 'state': str(self.folder / 'state.json'),
                    'faults': list(faults), **members}
        self.client = self.client_of(scenario)
        self.employees = self.client.get_object('Employee')
        self.tickets = self.client.get_object('Ticket')
        self.employees.start_sync()

    def at_server(self, name='Employee'):
        state = json.loads((self.folder / 'state.json').read_text(encoding='utf-8'))
        return {record['Id']: record for record in state['objects'][name]}

    def names_at_server(self):
        return {key: record['Name'] for key, record in self.at_server().items()}

    def change_at_server(self, key, **values):
        path = self.folder / 'state.json'
        objects = {name: copy.deepcopy(description.get('records', []))
                   for name, description in OBJECTS.items()}
        state = json.loads(path.read_text()) if path.exists() else {'objects': objects}
        for record in state['objects']['Employee']:
            if record['Id'] == key:
                record.update({'@etag': 'changed', **values})
        path.write_text(json.dumps(state), encoding='utf-8')

    def edit(self):
        self.employees.update_by_pk({'Name': 'Änne'}, {'primaryKeys': {'Id': 1}})
        self.employees.delete_by_pk({'primaryKeys': {'Id': 2}})
        self.employees.create({'Id': 10, 'Name': 'Zoë'})

    def states(self):
        return {record.get_primary_keys()['Id']: record.get_state().value_nick
                for record in self.employees.get_pending_records_for_upload()}


class CallTest(UploadTest):
    def assert_uploaded(self, result):
        self.assertEqual(result.get_total_uploaded_records(), 3)
        self.assertEqual(result.get_sync_errors(), [])
        self.assertEqual(self.names_at_server(), {1: 'Änne', 10: 'Zoë'})
        self.assertEqual(self.states(), {})

    def test_blocking(self):
        self.set_up()
        self.edit()
        self.assert_uploaded(self.employees.start_sync())

    def test_await(self):
        self.set_up()
        self.edit()
        self.assert_uploaded(asyncio.run(self.employees.aio_start_sync(UPLOAD_ONLY)))

    def test_callback(self):
        self.set_up()
        self.edit()
        source, result = support.run_loop(lambda done: self.employees.start_sync_async(
            UPLOAD_ONLY, callback=done))
        self.assert_uploaded(source.start_sync_finish(result))

    def test_server_keys(self):
        self.set_up()
        created = self.tickets.create({'Text': 'new'})
        self.assertLess(created['Id'], 0)
        self.tickets.update({'Text': 'newer'}, {'primaryKeys': {'Id': created['Id']}})
        self.assertEqual(self.tickets.start_sync().get_total_uploaded_records(), 2)
        self.assertEqual([dict(record) for record in self.tickets.get()],
                         [{'Id': 1, 'Text': 'newer'}])
        self.assertEqual(self.at_server('Ticket')[1]['Text'], 'newer')

    def test_remove_after_upload(self):
        self.set_up()
        self.edit()
        self.employees.start_sync({**UPLOAD_ONLY, 'removeAfterUpload': ['Employee']})
        self.assertEqual(self.employees.get(), [])
        self.employees.start_sync()
        self.assertEqual([record['Id'] for record in self.employees.get()], [1, 10])


class ErrorsTest(UploadTest):
    REJECTED = {'call': 'push-batch', 'outcome': 'rejected', 'member': 1, 'code': 'Bad',
                'message': 'no such name'}

    def test_partial_failure(self):
        self.set_up(self.REJECTED)
        self.edit()
        result = self.employees.start_sync()
        error, = result.get_sync_errors()
        self.assertEqual((error.get_opstatus(), error.get_code(), error.get_message()),
                         (400, 'Bad', 'no such name'))
        self.assertEqual((error.get_object(), error.get_object_service()), ('Employee', 'HR'))
        self.assertEqual(dict(error.get_primary_keys()), {'Id': 1})
        self.assertEqual(error.get_phase(), Vmx.SyncPhase.UPLOAD)
        self.assertTrue(result.get_succeeded())
        self.assertEqual(self.states(), {1: 'rejected'})
        text = json.loads(result.to_json())
        self.assertEqual(text['status'], 0)
        self.assertEqual(text['syncErrors'], {
            'upload': [{'opstatus': 400, 'errmsg': 'no such name', 'errcode': 'Bad',
                        'object': 'Employee', 'objectService': 'HR', 'primaryKeys': {'Id': 1}}],
            'download': []})

    def test_complete_failure(self):
        self.set_up({'call': 'push-batch', 'outcome': 'failed', 'times': 0,
                     'message': 'out of order'})
        self.employees.update({'Name': 'x'})
        error = self.assert_fails(Vmx.Error.UPLOAD_FAILED, self.employees.start_sync)
        self.assertIn('out of order', error.message)
        outcome = self.employees.get_last_outcome()
        self.assertFalse(outcome.get_succeeded())
        self.assertEqual([error.get_opstatus() for error in outcome.get_sync_errors()], [500, 500])
        text = json.loads(outcome.to_json())
        self.assertEqual((text['status'], text['code'], text['domain']),
                         (-1, 2473, 'OfflineObjectsError'))
        self.assertEqual([error['primaryKeys'] for error in text['syncErrors']['upload']],
                         [{'Id': 1}, {'Id': 2}])
        self.assertEqual(self.states(), {1: 'pending', 2: 'pending'})

    def test_outcome_follows(self):
        self.set_up({'call': 'push-batch', 'error': 'offline'})
        self.edit()
        self.assert_fails(Vmx.Error.OFFLINE, asyncio.run,
                          self.employees.aio_start_sync(UPLOAD_ONLY))
        self.assertEqual(self.employees.get_last_outcome().get_sync_errors(), [])
        self.assertFalse(self.employees.get_last_outcome().get_succeeded())

    def test_lost_answer(self):
        self.set_up({'call': 'push-batch', 'error': 'timeout', 'when': 'after', 'batch': 1})
        self.tickets.create({'Text': 'new'})
        self.assert_fails(Vmx.Error.READ_TIMED_OUT, self.tickets.start_sync)
        error, = self.tickets.start_sync({'syncType': 'downloadOnly'}).get_sync_errors()
        self.assertEqual(error.get_opstatus(), Vmx.Error.UNKNOWN_OUTCOME)
        self.assertEqual(len(self.at_server('Ticket')), 1)
        pending, = self.tickets.get_pending_records_for_upload()
        self.assertEqual(pending.get_state(), Vmx.ChangeState.UNKNOWN)
        self.tickets.resolve({'Id': -1}, 'done', {'Id': 1})
        self.tickets.start_sync()
        self.assertEqual([dict(record) for record in self.tickets.get()],
                         [{'Id': 1, 'Text': 'new'}])


class EventsTest(UploadTest):
    def test_progress(self):
        self.set_up()
        self.edit()
        events = []
        self.employees.connect('progress', lambda _, progress: events.append(
            json.loads(progress.to_json())))
        self.employees.start_sync({'uploadBatchSize': 2})
        self.assertEqual([(event['phase'], event['state']) for event in events], [
            ('Sync', 'Started'),
            ('Upload', 'Started'), ('Upload', 'InProgress'), ('Upload', 'Ended'),
            ('Upload', 'Started'), ('Upload', 'InProgress'), ('Upload', 'Ended'),
            ('Download', 'Started'), ('Download', 'InProgress'), ('Download', 'Ended'),
            ('Sync', 'Ended')])
        self.assertEqual([event['totalRecordsToUpload'] for event in events
                          if (event['phase'], event['state']) == ('Upload', 'InProgress')], [3, 1])
        self.assertEqual([event['totalUploadedRecords'] for event in events
                          if (event['phase'], event['state']) == ('Upload', 'Ended')], [2, 3])
        self.assertEqual(events[-1]['totalUploadedRecords'], 3)
        self.assertEqual({event['name'] for event in events}, {'Employee'})

    def test_statistics(self):
        self.set_up()
        self.edit()
        result = self.employees.start_sync({'uploadBatchSize': 2, 'getSyncStats': True})
        stats = result.get_stats()
        self.assertEqual(stats.get_total_uploaded_records(), 3)
        self.assertEqual([stats.get_upload_batch_records(i)
                          for i in range(stats.get_n_upload_batches())], [2, 1])
        text = json.loads(result.to_json())['syncStats']
        self.assertEqual((text['totalUploadedRecords'], text['totalDownloadedRecords'],
                          text['numberOfRecordsSynced']), (3, 2, 5))
        self.assertEqual([(batch['batchNumber'], batch['numberOfRecords'])
                          for batch in text['uploadStats']], [(1, 2), (2, 1)])
        for key in ('requestCreationTime', 'networkDurationTime', 'responseParsingTime',
                    'sdkObjectCreationTime', 'dataPersistanceTime'):
            self.assertGreaterEqual(text['uploadStats'][0][key], 0)
        self.assertEqual(len(text['downloadStats']), 1)

    def test_edit_in_a_handler(self):
        self.set_up()
        self.edit()

        def on_progress(employees, progress):
            if progress.get_phase() == Vmx.SyncPhase.UPLOAD and not self.states().get(11):
                employees.create({'Id': 11, 'Name': 'late'})

        self.employees.connect('progress', on_progress)
        self.employees.start_sync(UPLOAD_ONLY)
        self.assertEqual(self.states(), {11: 'pending'})
        self.assertEqual(self.names_at_server(), {1: 'Änne', 10: 'Zoë'})


class ResolverTest(UploadTest):
    def make_conflict(self, resolver):
        self.set_up()
        self.client.get_service('HR').set_conflict_resolver(resolver)
        self.employees.update_by_pk({'Name': 'mine'}, {'primaryKeys': {'Id': 1}})
        self.change_at_server(1, Name='theirs')

    def test_async_is_asked_here(self):
        threads = []

        def merge(conflict):
            threads.append(threading.get_ident())
            both = f"{conflict.get_local_record()['Name']} {conflict.get_server_record()['Name']}"
            conflict.set_record({'Name': both})
            return Vmx.ConflictDecision.KEEP_RECORD

        self.make_conflict(merge)
        result = asyncio.run(self.employees.aio_start_sync())
        self.assertEqual(result.get_sync_errors(), [])
        self.assertEqual(threads, [threading.get_ident()])
        self.assertEqual(self.names_at_server()[1], 'mine theirs')

    def test_edit_in_a_resolver(self):
        def note(conflict):
            self.tickets.create({'Text': conflict.get_reason()})
            return Vmx.ConflictDecision.KEEP_CLIENT

        self.make_conflict(note)
        self.employees.start_sync()
        self.assertEqual(self.names_at_server()[1], 'mine')
        self.assertEqual(len(self.tickets.get()), 1)

    def test_exception_decides_nothing(self):
        def fail(conflict):
            raise ZeroDivisionError('shown by Python')

        self.make_conflict(fail)
        with support.expected_traceback('ZeroDivisionError: shown by Python'):
            self.employees.start_sync()
        self.assertEqual(self.states(), {1: 'conflict'})
        self.client.get_service('HR').set_conflict_resolver(None)
        self.employees.resolve({'Id': 1}, 'keep-server')
        self.assertEqual(self.employees.get({'primaryKeys': {'Id': 1}})[0]['Name'], 'theirs')

    def test_policy(self):
        self.make_conflict(None)
        self.client.get_service('HR').set_conflict_policy(Vmx.ConflictPolicy.CLIENT_WINS)
        self.employees.start_sync()
        self.assertEqual(self.names_at_server()[1], 'mine')


if __name__ == '__main__':
    unittest.main()
