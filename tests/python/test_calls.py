# SPDX-License-Identifier: LGPL-2.1-or-later
"""Syncs and reads: blocking, asynchronous and with callbacks."""
import gc
import json
import threading
import unittest

import support
from gi.repository import GLib, Gio, Vmx


class BlockingTest(support.TestCase):
    def test_result(self):
        employees = self.client_of().get_object('Employee')
        result = employees.start_sync({'downloadBatchSize': 2, 'getSyncStats': True})
        self.assertEqual(result.get_name(), 'Employee')
        self.assertEqual(result.get_total_downloaded_records(), 5)
        self.assertEqual(result.get_stats().get_n_download_batches(), 3)
        self.assertEqual(json.loads(result.to_json())['syncStats']['totalDownloadedRecords'], 5)
        self.assertEqual(result.get_warnings(), [])
        self.assertIsNone(employees.start_sync().get_stats())

    def test_progress_and_properties(self):
        employees = self.client_of().get_object('Employee')
        seen, changes = [], []
        employees.connect('progress', lambda _, progress: seen.append(
            (progress.get_phase(), progress.get_state(), progress.get_fraction())))
        for name in ('syncing', 'fraction', 'last-result'):
            employees.connect('notify::' + name, lambda obj, pspec: changes.append(
                (pspec.name, obj.get_property(pspec.name))))
        self.assertFalse(employees.props.syncing)
        self.assertEqual(employees.props.fraction, -1)
        self.assertIsNone(employees.props.last_result)

        result = employees.start_sync({'downloadBatchSize': 2})
        self.assertEqual(seen[0][:2], (Vmx.SyncPhase.SYNC, Vmx.SyncState.STARTED))
        self.assertEqual(seen[-1], (Vmx.SyncPhase.SYNC, Vmx.SyncState.ENDED, 1))
        fractions = [fraction for _, _, fraction in seen]
        self.assertEqual(fractions, sorted(fractions))
        self.assertEqual(changes[0], ('syncing', True))
        self.assertCountEqual(changes[-2:], [('last-result', result), ('syncing', False)])
        self.assertIn(('fraction', 0.4), changes)
        self.assertEqual(employees.props.last_result, result)

    def test_signals_on_all_levels(self):
        client = self.client_of()
        counts = {}
        for source in (client, client.get_service('HR'), employees := client.get_object('Employee')):
            source.connect('progress', lambda source, _: counts.update(
                {type(source).__name__: counts.get(type(source).__name__, 0) + 1}))
        employees.start_sync()
        self.assertEqual(set(counts), {'Client', 'ObjSvc', 'Obj'})
        self.assertEqual(len(set(counts.values())), 1)

    def test_errors(self):
        employees = self.client_of().get_object('Employee')
        error = self.assert_fails(Vmx.Error.INVALID_FILTER, employees.start_sync,
                                  {'filter': 'Idd le 3', 'strictFilter': True})
        self.assertEqual((error.code, error.domain), (2472, 'vmx-error-quark'))
        self.assertIn('Idd', error.message)
        self.assertEqual(len(employees.start_sync({'filter': 'Idd le 3'}).get_warnings()), 1)

    def test_a_failing_server(self):
        client = self.client_of(support.with_faults(
            {'object': 'Employee', 'batch': 2, 'error': 'timeout', 'times': 0}))
        employees = client.get_object('Employee')
        self.assert_fails(Vmx.Error.READ_TIMED_OUT, employees.start_sync,
                          {'downloadBatchSize': 2})
        self.assertEqual(len(employees.get()), 2)
        self.assertFalse(employees.props.syncing)
        self.assertIsNone(employees.props.last_result)

    def test_cancelled(self):
        cancellable = Gio.Cancellable()
        cancellable.cancel()
        employees = self.client_of().get_object('Employee')
        with self.assertRaises(GLib.Error) as context:
            employees.start_sync(None, cancellable)
        self.assertTrue(context.exception.matches(Gio.io_error_quark(),
                                                  Gio.IOErrorEnum.CANCELLED))

    def test_select(self):
        client = self.client_of()
        client.get_object('Employee').start_sync()
        rows = client.execute_select_query('select Id, Name from Employee order by Id limit 2')
        self.assertEqual([dict(row) for row in rows],
                         [{'Id': 1, 'Name': 'Anna'}, {'Id': 2, 'Name': 'Bo'}])
        self.assert_fails(Vmx.Error.INVALID_QUERY, client.execute_select_query,
                          'delete from Employee')

    def test_incremental_setup(self):
        client = self.client_of()
        employees = client.get_object('Employee')
        employees.start_sync()
        employee = support.STAFF['objects']['Employee']
        changed = {**employee, 'columns': {'Id': 'int64', 'Name': 'string?', 'New': 'date?'},
                   'records': []}
        support.write_scenario(self.folder, {'objects': {'Employee': changed}})
        self.assertTrue(client.incremental_setup())
        self.assertEqual(dict(employees.get({'primaryKeys': {'Id': 2}})[0]),
                         {'Id': 2, 'Name': 'Bo', 'New': None})
        self.assert_fails(Vmx.Error.OBJECT_NOT_FOUND, client.get_object, 'Invoice')
        changed['columns']['Name'] = 'int32?'
        support.write_scenario(self.folder, {'objects': {'Employee': changed}})
        self.assert_fails(Vmx.Error.NOT_SUPPORTED, client.incremental_setup, {})
        self.assertEqual(len(employees.get()), 5)

    def test_drop(self):
        client = self.client_of()
        client.get_object('Employee').start_sync()
        self.assertTrue(client.props.set_up)
        client.drop()
        self.assertFalse(client.props.set_up)
        client.setup()
        self.assertEqual(client.get_object('Employee').get(), [])

    def test_lists_outlive_their_client(self):
        client = self.client_of()
        client.get_object('Employee').start_sync()
        records = client.get_object('Employee').get()
        del client
        gc.collect()
        self.assertEqual([record['Id'] for record in records], [1, 2, 3, 4, 5])


class AsyncTest(support.TestCase):
    def test_result(self):
        employees = self.client_of().get_object('Employee')
        source, done = support.run_loop(
            lambda on_done: employees.start_sync_async({'filter': 'Id le 3'}, None, on_done))
        self.assertEqual(source, employees)
        self.assertEqual(employees.start_sync_finish(done).get_total_downloaded_records(), 3)
        _, done = support.run_loop(
            lambda on_done: employees.get_async(callback=on_done))
        self.assertEqual(len(employees.get_finish(done)), 3)

    def test_user_data(self):
        employees = self.client_of().get_object('Employee')
        arguments = support.run_loop(
            lambda on_done: employees.start_sync_async(None, None, on_done, 'mine'))
        self.assertEqual(arguments[2], 'mine')
        employees.start_sync_finish(arguments[1])

    def test_setup_and_select(self):
        client = self.client_of()
        _, done = support.run_loop(lambda on_done: client.setup_async(None, None, on_done))
        self.assertTrue(client.setup_finish(done))
        _, done = support.run_loop(
            lambda on_done: client.execute_select_query_async('select 1 as x', None, on_done))
        self.assertEqual(dict(client.execute_select_query_finish(done)[0]), {'x': 1})

    def test_errors(self):
        employees = self.client_of().get_object('Employee')
        _, done = support.run_loop(lambda on_done: employees.start_sync_async(
            {'filter': 'Idd le 3', 'strictFilter': True}, None, on_done))
        self.assert_fails(Vmx.Error.INVALID_FILTER, employees.start_sync_finish, done)

    def test_busy(self):
        employees = self.client_of(support.with_faults({'latency-ms': 50})).get_object('Employee')
        failures = []

        def start(on_done):
            employees.start_sync_async(None, None, on_done)
            self.assertTrue(employees.props.syncing)
            failures.append(self.assert_fails(Vmx.Error.BUSY, employees.start_sync))

        _, done = support.run_loop(start)
        self.assertEqual(employees.start_sync_finish(done).get_total_downloaded_records(), 5)
        self.assertEqual(len(failures), 1)

    def test_progress_comes_to_the_thread_of_the_loop(self):
        employees = self.client_of().get_object('Employee')
        threads = set()
        employees.connect('progress', lambda *_: threads.add(threading.get_ident()))
        _, done = support.run_loop(
            lambda on_done: employees.start_sync_async({'downloadBatchSize': 1}, None, on_done))
        employees.start_sync_finish(done)
        self.assertEqual(threads, {threading.get_ident()})

    def test_an_object_that_nobody_holds(self):
        client = self.client_of()

        def start(on_done):
            employees = client.get_object('Employee')
            employees.start_sync_async(None, None, on_done)
            del employees
            gc.collect()

        for _ in range(100):
            source, done = support.run_loop(start)
            self.assertEqual(source.start_sync_finish(done).get_total_downloaded_records(), 5)

    def test_a_client_that_nobody_holds(self):
        def start(on_done):
            employees = self.client_of(support.with_faults({'latency-ms': 5}))
            employees = employees.get_object('Employee')
            employees.start_sync_async(None, None, on_done)
            employees = None
            gc.collect()

        source, done = support.run_loop(start)
        self.assertEqual(source.start_sync_finish(done).get_total_downloaded_records(), 5)


class CallbacksTest(support.TestCase):
    def sync(self, employees, options=None):
        """Gives the name of the callback that ended the sync, what it got, and all progress."""
        events = []

        def start(on_done):
            employees.start_sync_with_callbacks(
                options, lambda result: on_done('success', result),
                lambda error: on_done('failure', error), events.append)

        outcome, answer = support.run_loop(start)
        return outcome, answer, events

    def test_success(self):
        employees = self.client_of().get_object('Employee')
        outcome, result, events = self.sync(employees, {'filter': 'Id le 3'})
        self.assertEqual(outcome, 'success')
        self.assertEqual(result.get_total_downloaded_records(), 3)
        self.assertEqual(events[0].get_state(), Vmx.SyncState.STARTED)
        self.assertEqual(json.loads(events[-1].to_json())['state'], 'Ended')

    def test_failure(self):
        employees = self.client_of().get_object('Employee')
        outcome, error, events = self.sync(employees,
                                           {'filter': 'Idd le 3', 'strictFilter': True})
        self.assertEqual(outcome, 'failure')
        self.assertIsInstance(error, GLib.Error)
        self.assertTrue(error.matches(Vmx.error_quark(), Vmx.Error.INVALID_FILTER), error)

    def test_each_callback_may_be_left_out(self):
        employees = self.client_of().get_object('Employee')
        employees.start_sync_with_callbacks()
        context = GLib.MainContext.default()
        while employees.props.syncing:
            context.iteration(True)
        self.assertEqual(len(employees.get()), 5)
        result, = support.run_loop(
            lambda on_done: employees.start_sync_with_callbacks(on_success=on_done))
        self.assertEqual(result.get_total_downloaded_records(), 5)

    def test_only_functions(self):
        employees = self.client_of().get_object('Employee')
        with self.assertRaises(TypeError):
            employees.start_sync_with_callbacks({}, 3)
        self.assertFalse(employees.props.syncing)


if __name__ == '__main__':
    unittest.main()
