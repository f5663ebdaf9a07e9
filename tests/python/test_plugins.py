# SPDX-License-Identifier: LGPL-2.1-or-later
"""Transports, processors, authenticators and storages that are written in Python."""
import asyncio
import gc
import threading
import unittest

import support
from gi.repository import GLib, GObject, Gio, Vmx


def make_schema():
    employee = Vmx.ObjectSchema('Employee')
    employee.add_column(Vmx.Column('Id', Vmx.ColumnType.INT64))
    employee.add_column(Vmx.Column('Name', Vmx.ColumnType.STRING, Vmx.ColumnFlags.NULLABLE))
    employee.add_key_column('Id')
    schema = Vmx.ServiceSchema.new()
    schema.add_object(employee)
    return schema


class Transport(GObject.Object, Vmx.Transport):
    """Gives the records from 1 to n_records in batches, or fails as a test wants it."""

    n_records = 5

    def __init__(self):
        super().__init__()
        self.calls = []
        self.headers = None
        self.failures = {}
        self.answers = {}  # in place of the right ones
        self.freed = []

    def do(self, call):
        self.calls.append((call, threading.get_ident()))
        if call in self.failures:
            raise self.failures[call]

    def do_open(self, authenticator, cancellable):
        self.do('open')
        if authenticator is not None:
            self.headers = authenticator.get_headers('https://example.com:443', False, cancellable)
        return True

    def do_close(self):
        self.do('close')
        return True

    def do_get_features(self):
        return Vmx.TransportFeatures.TOTAL

    def do_fetch_schema(self, cancellable):
        self.do('fetch_schema')
        return self.answers.get('fetch_schema') or make_schema()

    def do_fetch_batch(self, request, cancellable):
        self.do('fetch_batch')
        if 'fetch_batch' in self.answers:
            return self.answers['fetch_batch']
        batch = Vmx.RecordBatch(request.get_schema())
        first = int(request.get_context() or 1)
        end = min(first + request.get_batch_size(), self.n_records + 1)
        for number in range(first, end):
            batch.append({'Id': number, 'Name': f'record {number}'})
        batch.set_total(self.n_records)
        if end <= self.n_records:
            batch.set_next_context(str(end))
        batch.weak_ref(self.freed.append, 'batch')
        return batch


class Shouter(GObject.Object, Vmx.Processor):
    failure = None
    objects = ()

    def do_prepare(self, schema):
        self.objects = (*self.objects, schema.get_name())
        return True

    def do_process_download(self, batch, stored):
        if self.failure is not None:
            raise self.failure
        for row in range(len(batch)):
            batch.set_value(row, 'Name', batch.get_value(row, 'Name').upper() + '!')
        return True


class Authenticator(GObject.Object, Vmx.Authenticator):
    answer = {'Authorization': 'Bearer secret', 'X-Other': 'ä'}

    def do_get_headers(self, origin, refused, cancellable):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


def sync_blocking(employees):
    return employees.start_sync({'downloadBatchSize': 2})


def sync_asynchronously(employees):
    _, done = support.run_loop(lambda on_done: employees.start_sync_async(
        {'downloadBatchSize': 2}, None, on_done))
    return employees.start_sync_finish(done)


def sync_with_asyncio(employees):
    return asyncio.run(employees.aio_start_sync({'downloadBatchSize': 2}))


def sync_with_callbacks(employees):
    answer, = support.run_loop(lambda on_done: employees.start_sync_with_callbacks(
        {'downloadBatchSize': 2}, on_done, on_done))
    if isinstance(answer, GLib.Error):
        raise answer
    return answer


SYNCS = (sync_blocking, sync_asynchronously, sync_with_asyncio, sync_with_callbacks)


class PluginTestCase(support.TestCase):
    def setUp(self):
        super().setUp()
        self.transport = Transport()
        self.client = self.new_client()
        self.service = self.client.add_service('HR', None, None)
        self.service.set_transport(self.transport)

    def set_up(self):
        self.client.setup()
        return self.client.get_object('Employee')


class TransportTest(PluginTestCase):
    def test_syncs(self):
        employees = self.set_up()
        for sync in SYNCS:
            with self.subTest(sync=sync.__name__):
                self.transport.calls.clear()
                self.assertEqual(sync(employees).get_total_downloaded_records(), 5)
                self.assertEqual([call for call, _ in self.transport.calls],
                                 ['open', 'fetch_batch', 'fetch_batch', 'fetch_batch', 'close'])
                threads = {thread for _, thread in self.transport.calls}
                self.assertEqual(len(threads), 1)
                self.assertEqual(threads == {threading.get_ident()}, sync is sync_blocking)
        self.assertEqual([record['Name'] for record in employees.get()],
                         [f'record {number}' for number in range(1, 6)])
        self.assertEqual(employees.get_transport(), self.transport)

    def test_an_exception_names_the_class(self):
        employees = self.set_up()
        for call in ('open', 'fetch_batch'):
            for sync in SYNCS:
                with self.subTest(call=call, sync=sync.__name__):
                    self.transport.failures = {call: ValueError('shown by Python')}
                    with support.expected_traceback('ValueError: shown by Python'):
                        error = self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, sync, employees)
                    self.assertIn('Transport', error.message)
                    self.assertIn(call, error.message)
        self.transport.failures = {}
        self.assertEqual(sync_blocking(employees).get_total_downloaded_records(), 5)

    def test_an_exception_in_setup(self):
        self.transport.failures = {'fetch_schema': KeyError('shown by Python')}
        with support.expected_traceback("KeyError: 'shown by Python'"):
            self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, self.client.setup)

    def test_errors_of_the_library_pass(self):
        employees = self.set_up()
        for error, code in (
                (GLib.Error.new_literal(Vmx.error_quark(), 'mine', Vmx.Error.OFFLINE),
                 Vmx.Error.OFFLINE),
                (GLib.Error.new_literal(Gio.io_error_quark(), 'mine', Gio.IOErrorEnum.TIMED_OUT),
                 Vmx.Error.READ_TIMED_OUT)):
            self.transport.failures = {'fetch_batch': error}
            for sync in SYNCS:
                with self.subTest(code=code, sync=sync.__name__):
                    failure = self.assert_fails(code, sync, employees)
                    self.assertIn('mine', failure.message)

    def test_wrong_answers(self):
        employees = self.set_up()
        other = make_schema().get_object(0)
        other.add_column(Vmx.Column('Extra', Vmx.ColumnType.STRING))
        other.seal()
        keyless = Vmx.RecordBatch(employees.get_schema())
        keyless.add_row()
        for answer, code in ((None, Vmx.Error.PLUGIN_MISBEHAVED),
                             (Vmx.RecordBatch(other), Vmx.Error.PLUGIN_MISBEHAVED),
                             (keyless, Vmx.Error.KEY_MISSING)):
            self.transport.answers = {'fetch_batch': answer}
            for sync in SYNCS:
                with self.subTest(answer=answer, sync=sync.__name__):
                    self.assert_fails(code, sync, employees)
        self.assertEqual(employees.get(), [])

    def test_answers_of_a_wrong_type(self):
        employees = self.set_up()
        for answer in (3, 'text', {}, object(), make_schema()):
            self.transport.answers = {'fetch_batch': answer}
            for sync in SYNCS:
                with self.subTest(answer=answer, sync=sync.__name__):
                    with support.expected_traceback('TypeError'):
                        self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, sync, employees)

    def test_a_sealed_schema(self):
        sealed = make_schema()
        sealed.seal()
        self.transport.answers = {'fetch_schema': sealed}
        self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, self.client.setup)

    def test_batches_are_freed(self):
        employees = self.set_up()
        for sync in SYNCS:
            sync(employees)
        gc.collect()
        self.assertEqual(len(self.transport.freed), 3 * len(SYNCS))


class ProcessorTest(PluginTestCase):
    def test_sets_cells(self):
        employees = self.set_up()
        processor = Shouter()
        employees.add_processor(processor)
        self.assertIn('Shouter', employees.get_processor_names()[0])
        for sync in SYNCS:
            with self.subTest(sync=sync.__name__):
                sync(employees)
                self.assertEqual(employees.get()[0]['Name'], 'RECORD 1!')
        self.assertEqual(set(processor.objects), {'Employee'})

    def test_of_a_service(self):
        self.service.add_processor(Shouter())
        employees = self.set_up()
        employees.start_sync()
        self.assertEqual(employees.get()[-1]['Name'], 'RECORD 5!')

    def test_failures(self):
        employees = self.set_up()
        processor = Shouter()
        employees.add_processor(processor)
        for sync in SYNCS:
            with self.subTest(sync=sync.__name__):
                processor.failure = ZeroDivisionError('shown by Python')
                with support.expected_traceback('ZeroDivisionError: shown by Python'):
                    error = self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, sync, employees)
                self.assertIn('Shouter', error.message)
                processor.failure = GLib.Error.new_literal(Vmx.error_quark(), 'mine',
                                                           Vmx.Error.INVALID_VALUE)
                self.assert_fails(Vmx.Error.INVALID_VALUE, sync, employees)
        self.assertEqual(employees.get(), [])

    def test_must_not_add_rows(self):
        class Adder(GObject.Object, Vmx.Processor):
            def do_prepare(self, schema):
                return True

            def do_process_download(self, batch, stored):
                batch.append({'Id': 99})
                return True

        employees = self.set_up()
        employees.add_processor(Adder())
        error = self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, employees.start_sync)
        self.assertIn('Adder', error.message)


# The interface is named again, or PyGObject would put the calls into the class above, too.
class Uploader(Transport, Vmx.Transport):
    """Keeps what is pushed, as a service in memory."""

    def __init__(self):
        super().__init__()
        self.records = {}
        self.learned = None

    def do_get_features(self):
        return Vmx.TransportFeatures.UPLOAD | Vmx.TransportFeatures.BATCH

    def do_encode_push(self, request):
        self.do('encode_push')
        names = [request.get_record(i)['Name'] for i in range(request.get_n_members())]
        request.set_wire('plain', 'PUT', 'memory:', None, ','.join(names))
        return True

    def do_push_batch(self, request, cancellable):
        self.do('push_batch')
        if 'push_batch' in self.answers:
            return self.answers['push_batch']
        reply = Vmx.UploadReply.new(request.get_n_members())
        for i in range(request.get_n_members()):
            record = request.get_record(i)
            if record['Id'] in self.records:
                reply.set_outcome(i, Vmx.UploadOutcome.CONFLICT, 409, 'exists', 'is there')
                continue
            self.records[record['Id']] = record['Name']
            reply.set_outcome(i, Vmx.UploadOutcome.ACCEPTED, 201, None, None)
            batch = Vmx.RecordBatch(request.get_batch(i).get_schema())
            batch.append({'Id': record['Id']})
            batch.set_etag(0, 'new')
            reply.set_record(i, batch, 0)
        return reply

    def do_fetch_records(self, keys, cancellable):
        self.do('fetch_records')
        found = Vmx.RecordBatch(keys.get_schema())
        for row in range(len(keys)):
            key = keys.get_value(row, 'Id')
            if key in self.records:
                found.append({'Id': key, 'Name': self.records[key]})
            else:
                found.append({'Id': key})
                found.add_deleted(row)
        return found

    def do_get_learned(self):
        return self.learned

    def do_set_learned(self, learned):
        self.learned = learned
        return learned == 'known'


class ReplyShouter(Shouter, Vmx.Processor):
    def do_process_upload_reply(self, request, reply):
        if self.failure is not None:
            raise self.failure
        for row in range(len(reply)):
            reply.set_value(row, 'Name', request.get_value(row, 'Name').upper() + '!')
        return True


class UploadTest(support.TestCase):
    """The calls for uploads, through the wrappers that a run uses."""

    def setUp(self):
        super().setUp()
        schema = make_schema()
        schema.seal()
        self.batch = Vmx.RecordBatch(schema.get_object(0))
        for number, name in ((1, 'Anna'), (2, 'Bo')):
            self.batch.append({'Id': number, 'Name': name})
        self.request = Vmx.UploadRequest.new('id', '2026-01-01T00:00:00Z')
        for row in range(2):
            self.request.add(Vmx.ChangeAction.CREATE, self.batch, row)
        self.transport = Uploader()

    def test_push(self):
        self.transport.records[2] = 'there'
        self.assertTrue(self.transport.encode_push(self.request))
        self.assertEqual((self.request.get_form(), self.request.get_method(),
                          self.request.get_url(), self.request.get_headers(),
                          self.request.get_body()),
                         ('plain', 'PUT', 'memory:', None, 'Anna,Bo'))
        reply = self.transport.push_batch(self.request, None)
        self.assertEqual(reply.get_verdict(), Vmx.UploadVerdict.COMPLETE)
        self.assertEqual(reply.get_outcome(0), Vmx.UploadOutcome.ACCEPTED)
        self.assertEqual(reply.get_outcome(1), Vmx.UploadOutcome.CONFLICT)
        self.assertEqual((reply.get_status(1), reply.get_code(1), reply.get_message(1)),
                         (409, 'exists', 'is there'))
        self.assertIsNone(reply.get_batch(1))
        self.assertEqual(reply.get_batch(0).get_etag(reply.get_row(0)), 'new')

    def test_wrong_replies(self):
        other = make_schema().get_object(0)
        other.add_column(Vmx.Column('Extra', Vmx.ColumnType.STRING))
        other.seal()
        stranger = Vmx.RecordBatch(other)
        stranger.append({'Id': 1})
        foreign = Vmx.UploadReply.new(2)
        foreign.set_record(0, stranger, 0)
        for answer in (None, Vmx.UploadReply.new(3), foreign):
            with self.subTest(answer=answer):
                self.transport.answers = {'push_batch': answer}
                error = self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, self.transport.push_batch,
                                          self.request, None)
                self.assertIn('push_batch', error.message)

    def test_failures(self):
        for call, run in (('encode_push', lambda: self.transport.encode_push(self.request)),
                          ('push_batch', lambda: self.transport.push_batch(self.request, None)),
                          ('fetch_records', lambda: self.transport.fetch_records(self.batch,
                                                                                 None))):
            with self.subTest(call=call):
                self.transport.failures = {
                    call: GLib.Error.new_literal(Vmx.error_quark(), 'mine', Vmx.Error.OFFLINE)}
                self.assert_fails(Vmx.Error.OFFLINE, run)
                self.transport.failures = {call: ValueError('shown by Python')}
                with support.expected_traceback('ValueError: shown by Python'):
                    error = self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, run)
                self.assertIn(call, error.message)

    def test_fetch_records(self):
        self.transport.records[2] = 'there'
        self.assertTrue(self.transport.can_fetch_records())
        found = self.transport.fetch_records(self.batch, None)
        self.assertEqual([found.is_deleted(row) for row in range(2)], [True, False])
        self.assertEqual(found.get_value(1, 'Name'), 'there')

    def test_learned(self):
        self.assertIsNone(self.transport.get_learned())
        self.assertFalse(self.transport.set_learned('other'))
        self.assertTrue(self.transport.set_learned('known'))
        self.assertEqual(self.transport.get_learned(), 'known')

    def test_without_uploads(self):
        transport = Transport()
        self.assertTrue(transport.encode_push(self.request))
        self.assertIsNone(self.request.get_form())
        self.assertFalse(transport.can_fetch_records())
        self.assert_fails(Vmx.Error.NOT_SUPPORTED, transport.push_batch, self.request, None)
        self.assert_fails(Vmx.Error.NOT_SUPPORTED, transport.fetch_records, self.batch, None)
        self.assertIsNone(transport.get_learned())
        self.assertFalse(transport.set_learned('known'))

    def test_processor(self):
        processor = ReplyShouter()
        reply = Vmx.RecordBatch(self.batch.get_schema())
        for number in (1, 2):
            reply.append({'Id': number})
        self.assertTrue(processor.process_upload_reply(self.batch, reply))
        self.assertEqual([reply.get_value(row, 'Name') for row in range(2)], ['ANNA!', 'BO!'])
        processor.failure = GLib.Error.new_literal(Vmx.error_quark(), 'mine',
                                                   Vmx.Error.INVALID_VALUE)
        self.assert_fails(Vmx.Error.INVALID_VALUE, processor.process_upload_reply, self.batch,
                          reply)
        self.assertTrue(Shouter().process_upload_reply(self.batch, reply))


class AuthenticatorTest(PluginTestCase):
    def test_gives_a_dict(self):
        self.client.set_authenticator(Authenticator())
        employees = self.set_up()
        for sync in SYNCS:
            with self.subTest(sync=sync.__name__):
                self.transport.headers = None
                sync(employees)
                self.assertEqual(self.transport.headers, Authenticator.answer)

    def test_failures(self):
        authenticator = Authenticator()
        self.client.set_authenticator(authenticator)
        authenticator.answer = GLib.Error.new_literal(Vmx.error_quark(), 'sign in',
                                                      Vmx.Error.NOT_SIGNED_IN)
        self.assert_fails(Vmx.Error.NOT_SIGNED_IN, self.client.setup)
        authenticator.answer = {'Bad\nName': 'x'}
        error = self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, self.client.setup)
        self.assertIn('Authenticator', error.message)
        authenticator.answer = {'Authorization': 'secret\r\nX: y'}
        error = self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, self.client.setup)
        self.assertNotIn('secret', error.message)
        authenticator.answer = RuntimeError('shown by Python')
        with support.expected_traceback('RuntimeError: shown by Python'):
            self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, self.client.setup)
        authenticator.answer = {}
        self.client.setup()
        self.assertEqual(self.transport.headers, {})


class CountingStorage(GObject.Object, Vmx.Storage):
    """Hands everything to another storage and counts the transactions."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner
        self.modes = []
        self.damages = None

    def do_open(self, create, cancellable):
        return self.inner.open(create, cancellable)

    def do_close(self):
        return self.inner.close()

    def do_exists(self):
        return self.inner.exists()

    def do_destroy(self):
        return self.inner.destroy()

    def do_begin(self, mode, cancellable):
        self.modes.append(mode)
        return self.inner.begin(mode, cancellable)

    def do_run_select(self, statement, cancellable):
        return self.inner.execute_select(statement, cancellable)

    def do_check(self, cancellable):
        if self.damages is not None:
            return self.damages
        return self.inner.check(cancellable)


class StorageTest(support.TestCase):
    def test_syncs(self):
        loader = Vmx.PluginLoader.get_default()
        inner = loader.create('storage-sqlite', Vmx.PluginKinds.STORAGE)
        inner.set_property('path', str(self.folder / 'inner.db'))
        storage = CountingStorage(inner)
        client = Vmx.Client.new_with_storage(storage)
        client.add_service('HR', None, None).set_transport(Transport())
        client.setup()
        employees = client.get_object('Employee')
        self.assertEqual(employees.get_storage(), storage)
        for sync in SYNCS:
            with self.subTest(sync=sync.__name__):
                storage.modes.clear()
                sync(employees)
                self.assertEqual(len(employees.get()), 5)
                self.assertIn(Vmx.TxnMode.WRITE, storage.modes)
        rows = client.execute_select_query('select count(*) as n from Employee')
        self.assertEqual(dict(rows[0]), {'n': 5})
        del rows
        gc.collect()
        client.drop()
        self.assertFalse(inner.exists())

    def test_check(self):
        inner = Vmx.PluginLoader.get_default().create('mock', Vmx.PluginKinds.STORAGE)
        storage = CountingStorage(inner)
        self.assert_fails(Vmx.Error.STORE_NOT_OPEN, storage.check, None)
        storage.open(True, None)
        for damages in ([], ['One is lost.'], ['Füße fehlen.', 'Page 7 is a ☃.', '']):
            with self.subTest(damages=damages):
                storage.damages = list(damages)
                for _ in range(3):
                    self.assertEqual(storage.check(None), damages)
                self.assertEqual(storage.damages, damages)
        storage.damages = None
        self.assertEqual(storage.check(None), [])
        with support.expected_traceback('AttributeError'):
            del storage.damages
            self.assert_fails(Vmx.Error.PLUGIN_MISBEHAVED, storage.check, None)


if __name__ == '__main__':
    unittest.main()
