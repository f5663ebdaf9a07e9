# SPDX-License-Identifier: LGPL-2.1-or-later
"""Changes that wait for somebody: both versions, decisions, and functions that decide."""
import asyncio
import json
import unittest

import support
from gi.repository import Gio, Vmx

STAFF = {
    'objects': {
        'Employee': {
            'key': ['Id'],
            'columns': {'Id': 'int64', 'Name': 'string', 'Grade': 'int32?'},
            'records': [{'@etag': 'a', 'Id': 7, 'Name': 'Anna', 'Grade': 5}],
        },
    },
}
THEIRS = {'Id': 7, 'Name': 'Anne', 'Grade': 7}


class ConflictTest(support.TestCase):
    def setUp(self):
        super().setUp()
        self.state = self.folder / 'state.json'
        self.client = self.client_of({**STAFF, 'state': str(self.state)})
        self.employees = self.client.get_object('Employee')
        self.employees.start_sync()

    def change_server(self, *records):
        self.state.write_text(json.dumps({'objects': {'Employee': records}}), encoding='utf-8')

    def edit_both(self):
        self.employees.update_by_pk({'Grade': 9}, {'primaryKeys': {'Id': 7}})
        self.change_server({'@etag': 'b', **THEIRS})

    def make_conflict(self):
        self.edit_both()
        self.employees.start_sync()
        record, = self.employees.get_pending_records_for_upload()
        self.assertEqual(record.get_state(), Vmx.ChangeState.CONFLICT)
        return record

    def records(self):
        return [dict(record) for record in self.employees.get()]

    def assert_settled(self, expected):
        """Here and, after another sync, at the server, too."""
        errors = self.employees.start_sync().get_sync_errors()
        self.assertEqual([error.get_message() for error in errors], [])
        self.assertEqual(self.employees.get_pending_records_for_upload(), [])
        self.assertEqual(self.records(), [expected] if expected else [])


class VersionsTest(ConflictTest):
    def test_records(self):
        record = self.make_conflict()
        self.assertEqual(dict(record.get_base_record()), {'Id': 7, 'Name': 'Anna', 'Grade': 5})
        self.assertEqual(dict(record.get_local_record()), {'Id': 7, 'Name': 'Anna', 'Grade': 9})
        self.assertEqual(record.get_server_record()['Name'], 'Anne')
        self.assertFalse(record.get_server_deleted())
        change, = record.get_changes()
        self.assertEqual(change.get_status(), 412)
        self.assertIn(change.get_message(), change.get_reason())

    def test_deletion(self):
        self.employees.update_by_pk({'Grade': 9}, {'primaryKeys': {'Id': 7}})
        self.change_server()
        self.employees.start_sync()
        record, = self.employees.get_pending_records_for_upload()
        self.assertTrue(record.get_server_deleted())
        self.assertIsNone(record.get_server_record())


class ResolveTest(ConflictTest):
    def test_nick(self):
        self.make_conflict()
        self.assertTrue(self.employees.resolve({'Id': 7}, 'keep-client'))
        self.assert_settled({**THEIRS, 'Grade': 9})

    def test_enumeration(self):
        self.make_conflict()
        self.employees.resolve(Vmx.Record(Id=7), Vmx.Resolution.KEEP_SERVER)
        self.assert_settled(THEIRS)

    def test_dict(self):
        record = self.make_conflict()
        merged = {**record.get_server_record(), 'Grade': 8}
        self.employees.resolve({'Id': 7}, 'keep-record', merged, None)
        self.assert_settled(merged)

    def test_await(self):
        self.make_conflict()
        asyncio.run(self.employees.aio_resolve({'Id': 7}, 'keep-record', as_={'Grade': 8}))
        self.assert_settled({**THEIRS, 'Grade': 8})

    def test_callback(self):
        self.make_conflict()
        source, result = support.run_loop(lambda done: self.employees.resolve_async(
            {'Id': 7}, 'discard', callback=done))
        self.assertTrue(source.resolve_finish(result))
        self.assert_settled(THEIRS)

    def test_cancelled(self):
        self.make_conflict()
        cancellable = Gio.Cancellable()
        cancellable.cancel()
        with self.assertRaisesRegex(Exception, 'cancelled'):
            self.employees.resolve({'Id': 7}, 'discard', None, cancellable)
        self.assertEqual(len(self.employees.get_pending_records_for_upload()), 1)

    def test_bad_arguments(self):
        with self.assertRaisesRegex(ValueError, 'keep-client, keep-server, .*discard'):
            self.employees.resolve({'Id': 7}, 'keep')
        for arguments in ((None, 'discard'), ({'Id': 7}, 'discard', 8), ({'Id': 7},)):
            with self.assertRaises(TypeError):
                self.employees.resolve(*arguments)
        self.assert_fails(Vmx.Error.NO_RECORD, self.employees.resolve, {'Id': 7}, 'discard')


class ResolverTest(ConflictTest):
    def decide_with(self, resolver):
        self.client.get_service('HR').set_conflict_resolver(resolver)
        self.edit_both()

    def assert_parked(self, words):
        """A decision that cannot be carried out is none, and fails nothing else."""
        result = self.employees.start_sync()
        self.assertEqual(len(result.get_sync_errors()), 1)
        warning, = result.get_warnings()
        self.assertIn(words, warning)
        record, = self.employees.get_pending_records_for_upload()
        self.assertEqual(record.get_state(), Vmx.ChangeState.CONFLICT)
        self.assertEqual(self.records(), [{'Id': 7, 'Name': 'Anna', 'Grade': 9}])

    def test_records(self):
        seen = []

        def keep_server(conflict):
            seen.append((conflict.get_object(), dict(conflict.get_primary_keys()),
                         dict(conflict.get_base_record()), conflict.get_local_record()['Grade'],
                         dict(conflict.get_server_record()), conflict.get_action()))
            return Vmx.ConflictDecision.KEEP_SERVER

        self.decide_with(keep_server)
        self.assert_settled(THEIRS)
        self.assertEqual(seen, [('Employee', {'Id': 7}, {'Id': 7, 'Name': 'Anna', 'Grade': 5}, 9,
                                 THEIRS, Vmx.ChangeAction.UPDATE)])

    def test_dict(self):
        def keep_the_mean(conflict):
            mean = (conflict.get_local_record()['Grade'] + conflict.get_server_record()['Grade']) // 2
            conflict.set_record({'Grade': mean})
            self.assertEqual(dict(conflict.get_record()), {'Grade': 8})
            return Vmx.ConflictDecision.KEEP_RECORD

        self.decide_with(keep_the_mean)
        self.assert_settled({**THEIRS, 'Grade': 8})

    def test_nothing(self):
        def forget_to_set(conflict):
            conflict.set_record({'Grade': 8})
            conflict.set_record(None)
            self.assertRaises(TypeError, conflict.set_record, 8)
            return Vmx.ConflictDecision.KEEP_RECORD

        self.decide_with(forget_to_set)
        self.assert_parked('has no values')

    def test_wrong_record(self):
        def make_nonsense(conflict):
            conflict.set_record({'Grad': 8})
            return Vmx.ConflictDecision.KEEP_RECORD

        self.decide_with(make_nonsense)
        self.assert_parked('“Grade”')


if __name__ == '__main__':
    unittest.main()
