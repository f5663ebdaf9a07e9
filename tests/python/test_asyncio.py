# SPDX-License-Identifier: LGPL-2.1-or-later
"""Awaiting the library's calls."""
import asyncio
import threading
import time
import unittest

import support
from gi.repository import GLib, Gio, Vmx


class AwaitTest(support.TestCase):
    def test_results(self):
        async def run(client):
            employees = client.get_object('Employee')
            self.assertTrue(await client.aio_setup())
            result = await employees.aio_start_sync({'filter': 'Id le 3'})
            self.assertEqual(result.get_total_downloaded_records(), 3)
            records = await employees.aio_get({'orderByMap': [{'Id': 'DESC'}]})
            self.assertEqual([record['Id'] for record in records], [3, 2, 1])
            rows = await client.aio_execute_select_query('select count(*) as n from Employee')
            self.assertEqual(dict(rows[0]), {'n': 3})
            self.assertTrue(await client.aio_incremental_setup())
            self.assertEqual(len(await employees.aio_get()), 3)
            self.assertTrue(await client.aio_reset())
            self.assertEqual(await employees.aio_get(), [])
            self.assertTrue(await client.aio_drop())
            self.assertFalse(client.props.set_up)

        asyncio.run(run(self.client_of()))

    def test_progress(self):
        client = self.client_of(support.with_faults({'latency-ms': 2, 'times': 0}))
        employees = client.get_object('Employee')
        states = []
        employees.connect('progress', lambda _, progress: states.append(progress.get_state()))
        asyncio.run(employees.aio_start_sync({'downloadBatchSize': 1}))
        self.assertEqual((states[0], states[-1]), (Vmx.SyncState.STARTED, Vmx.SyncState.ENDED))

    def test_errors(self):
        employees = self.client_of().get_object('Employee')
        self.assert_fails(Vmx.Error.INVALID_FILTER, asyncio.run, employees.aio_start_sync(
            {'filter': 'Idd le 3', 'strictFilter': True}))
        with self.assertRaises(TypeError):
            asyncio.run(employees.aio_start_sync(3))
        with self.assertRaises(TypeError):
            asyncio.run(employees.aio_start_sync(None, 'cancellable'))
        client = self.new_client()
        self.assert_fails(Vmx.Error.NOT_SET_UP, asyncio.run,
                          client.aio_execute_select_query('select 1'))

    def test_side_by_side(self):
        client = self.client_of(support.with_faults({'latency-ms': 20, 'times': 0}))
        ticks = []

        async def tick():
            while True:
                ticks.append(time.monotonic())
                await asyncio.sleep(0.001)

        async def run():
            ticker = asyncio.create_task(tick())
            results = await asyncio.gather(
                client.get_object('Employee').aio_start_sync(),
                client.get_object('Invoice').aio_start_sync(),
                client.get_object('Employee').aio_get())
            ticker.cancel()
            return results

        first, second, _ = asyncio.run(run())
        self.assertEqual((first.get_total_downloaded_records(),
                          second.get_total_downloaded_records()), (5, 7))
        # The loop went on meanwhile.
        self.assertGreater(len(ticks), 3)

    def test_many(self):
        client = self.client_of()
        employees = client.get_object('Employee')
        employees.start_sync()

        async def run():
            return await asyncio.gather(*(employees.aio_get() for _ in range(100)))

        self.assertEqual({len(records) for records in asyncio.run(run())}, {5})

    def test_inside_a_main_loop(self):
        employees = self.client_of().get_object('Employee')
        results = []

        def on_idle(on_done):
            results.append(asyncio.run(employees.aio_start_sync()))
            on_done()
            return GLib.SOURCE_REMOVE

        support.run_loop(lambda on_done: GLib.idle_add(on_idle, on_done))
        self.assertEqual(results[0].get_total_downloaded_records(), 5)

    def test_threads_with_loops_of_their_own(self):
        client = self.client_of()
        employees = client.get_object('Employee')
        employees.start_sync()
        lengths = []

        def run():
            context = GLib.MainContext()
            context.push_thread_default()
            lengths.append(len(asyncio.run(employees.aio_get())))
            context.pop_thread_default()

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(lengths, [5] * 4)

    def test_an_answer_comes_soon(self):
        client = self.client_of(support.with_faults({'latency-ms': 100, 'times': 0}))
        start = time.monotonic()
        asyncio.run(client.get_object('Employee').aio_start_sync())
        # Generous, because machines are busy: it must only not be seconds.
        self.assertLess(time.monotonic() - start, 5)


class CancelTest(support.TestCase):
    def setUp(self):
        super().setUp()
        # Longer than anybody waits, so that only a cancellation ends it.
        client = self.client_of(support.with_faults({'latency-ms': 600000, 'times': 0}))
        self.employees = client.get_object('Employee')

    def test_a_cancelled_task_leaves_nothing_behind(self):
        async def run():
            task = asyncio.create_task(self.employees.aio_start_sync())
            await asyncio.sleep(0.02)
            self.assertTrue(self.employees.props.syncing)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            self.assertTrue(task.cancelled())
            self.assertFalse(self.employees.props.syncing)

        asyncio.run(run())

    def test_timeout(self):
        cancellable = Gio.Cancellable()
        with self.assertRaises(asyncio.TimeoutError):
            asyncio.run(asyncio.wait_for(self.employees.aio_start_sync(None, cancellable), 0.02))
        self.assertTrue(cancellable.is_cancelled())
        self.assertFalse(self.employees.props.syncing)

    def test_a_cancellable(self):
        async def run():
            cancellable = Gio.Cancellable()
            asyncio.get_running_loop().call_later(0.02, cancellable.cancel)
            await self.employees.aio_start_sync(cancellable=cancellable)

        with self.assertRaises(GLib.Error) as context:
            asyncio.run(run())
        self.assertTrue(context.exception.matches(Gio.io_error_quark(),
                                                  Gio.IOErrorEnum.CANCELLED))

    def test_the_end_of_the_loop(self):
        async def run():
            asyncio.create_task(self.employees.aio_start_sync())
            await asyncio.sleep(0.02)

        asyncio.run(run())  # cancels what is left
        self.assertFalse(self.employees.props.syncing)

    def test_cancelled_twice(self):
        async def run():
            task = asyncio.create_task(self.employees.aio_start_sync())
            await asyncio.sleep(0.02)
            task.cancel()
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())
            self.assertFalse(self.employees.props.syncing)

        asyncio.run(run())


if __name__ == '__main__':
    unittest.main()
