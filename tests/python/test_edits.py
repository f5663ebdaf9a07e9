# SPDX-License-Identifier: LGPL-2.1-or-later
"""Editing records, what is pending, and undoing it."""
import asyncio
import datetime
import decimal
import gc
import json
import unittest
import uuid

import support
from gi.repository import GLib, Gio, GObject, Vmx

UTC = datetime.timezone.utc
STAFF = {
    'objects': {
        'Employee': {
            'key': ['Id'],
            'columns': {'Id': 'int64', 'Name': 'string', 'Salary': 'decimal?'},
            'records': [
                {'Id': 1, 'Name': 'Anna', 'Salary': 10},
                {'Id': 2, 'Name': 'Bo', 'Salary': 20},
                {'Id': 3, 'Name': 'Cem', 'Salary': None},
            ],
        },
        'Line': {
            'key': ['Order', 'Number'],
            'columns': {'Order': 'int32', 'Number': 'string', 'Text': 'string?'},
        },
        'Note': {'key': ['Id'], 'columns': {'Id': 'guid', 'Text': 'string?'}},
    },
}
DEFERRED = {'markForUpload': False}


class EditTest(support.TestCase):
    def setUp(self):
        super().setUp()
        self.client = self.client_of(STAFF)
        self.employees = self.client.get_object('Employee')
        self.employees.start_sync()

    def salaries(self):
        return {record['Id']: record['Salary'] for record in self.employees.get()}

    def actions(self, obj=None):
        pending = (obj or self.employees).get_pending_records_for_upload()
        return {tuple(record.get_primary_keys().values()):
                [change.get_action().value_nick for change in record.get_changes()]
                for record in pending}


class CreateTest(EditTest):
    def test_dict(self):
        created = self.employees.create({'Name': 'Zoë', 'Salary': decimal.Decimal('0.10')})
        self.assertIsInstance(created, Vmx.Record)
        self.assertEqual(dict(created), {'Id': -1, 'Name': 'Zoë', 'Salary': decimal.Decimal('0.10')})
        self.assertEqual(self.salaries()[-1], decimal.Decimal('0.10'))
        self.assertEqual(self.actions(), {(-1,): ['create']})

    def test_record(self):
        record = Vmx.Record(Id=2**63 - 1, Name='Zoë')
        self.assertEqual(self.employees.create(record)['Id'], 2**63 - 1)
        self.assertEqual(dict(record), {'Id': 2**63 - 1, 'Name': 'Zoë'})

    def test_options(self):
        self.employees.create({'Name': 'a'}, DEFERRED)
        self.employees.create({'Name': 'b'}, options=Vmx.WriteOptions(DEFERRED))
        self.employees.create({'Name': 'c'}, None, None)
        self.employees.create(record={'Id': 9, 'Name': 'd'}, options={'trackChanges': False})
        self.assertEqual(self.actions(), {(-1,): ['create'], (-2,): ['create'], (-3,): ['create']})
        keys = self.employees.get_upload_deferred_record_keys()
        self.assertEqual([dict(key) for key in keys], [{'Id': -1}, {'Id': -2}])

    def test_made_keys(self):
        notes = self.client.get_object('Note')
        made = notes.create({'Text': 'a'})['Id']
        self.assertEqual(str(uuid.UUID(made)), made)
        given = uuid.uuid4()
        self.assertEqual(notes.create({'Id': given})['Id'], str(given))

    def test_bad_input(self):
        create = self.employees.create
        self.assert_fails(Vmx.Error.RECORD_EMPTY, create, {})
        self.assert_fails(Vmx.Error.MANDATORY_COLUMN, create, {'Salary': 1})
        self.assert_fails(Vmx.Error.UNKNOWN_COLUMN, create, {'Name': 'a', 'x\n': 1})
        self.assert_fails(Vmx.Error.INVALID_VALUE, create, {'Name': 'a', 'Salary': 'much'})
        self.assert_fails(Vmx.Error.INVALID_VALUE, create, {'Name': {'a': 1}})
        self.assert_fails(Vmx.Error.INVALID_VALUE, create, {'Id': 2**70, 'Name': 'a'})
        self.assert_fails(Vmx.Error.CRUD, create, {'Id': 1, 'Name': 'a'})
        self.assert_fails(Vmx.Error.INVALID_OPTION, create, {'Name': 'a'}, {'primaryKeys': {'Id': 1}})
        self.assert_fails(Vmx.Error.INVALID_OPTION, create, {'Name': 'a'}, {'markForUplaod': True})
        self.assert_fails(Vmx.Error.EXCLUSIVE_OPTIONS, create, {'Name': 'a'},
                          {'trackChanges': False, 'trackIntermediateUpdates': False})
        for record in (None, 3, 'x', [('Name', 'a')], '{"Name": "a"}', b'', Vmx.WriteOptions()):
            with self.assertRaises(TypeError):
                create(record)
        for options in (3, 'x', [], Vmx.ReadOptions(), Vmx.Record(a=1)):
            with self.assertRaises(TypeError):
                create({'Name': 'a'}, options)
        with self.assertRaises(TypeError):
            create()
        with self.assertRaises(TypeError):
            create({'Name': object()})
        with self.assertRaises(ValueError):
            create({'Name': 'a\0b'})
        with self.assertRaises(ValueError):
            create({'Name': 'a', 'Salary': float('nan')})
        self.assertEqual(self.actions(), {})
        self.assertEqual(len(self.employees.get()), 3)

    def test_not_set_up(self):
        obj = self.new_client().get_object('Employee')
        self.assert_fails(Vmx.Error.NOT_SET_UP, obj.create, {'Name': 'a'})


class AllTypesTest(support.TestCase):
    VALUES = (
        ('Boolean', (True, False)),
        ('Byte', (0, 255)),
        ('SByte', (-128, 127)),
        ('Int16', (-2**15, 2**15 - 1)),
        ('Int32', (-2**31, 2**31 - 1)),
        ('Int64', (-2**63, 2**63 - 1, 2**53 + 1)),
        ('Single', (0.5, float('-inf'))),
        ('Double', (0.1, -1e300, float('inf'))),
        ('Decimal', (decimal.Decimal('123456789012345678901234567890.10'), decimal.Decimal('-0.1'))),
        ('String', ('', 'Žluťoučký 🐎\n"\'\\')),
        ('Binary', (b'', b'a\0\xff' * 100)),
        ('Json', ({'a': [1, decimal.Decimal('0.10'), None, True], 'b': {'c': 'd'}}, [])),
    )
    # What a column keeps as text.
    TEXTS = (
        ('Date', datetime.date(2024, 2, 29), '2024-02-29'),
        ('TimeOfDay', datetime.time(23, 59, 59, 5), '23:59:59.000005'),
        ('Timestamp', datetime.datetime(2024, 2, 29, 12, 0, tzinfo=UTC), '2024-02-29T12:00:00Z'),
        ('Duration', datetime.timedelta(days=1, seconds=3), 'P1DT0H0M3S'),
        ('Guid', uuid.UUID(int=15), '00000000-0000-0000-0000-00000000000f'),
    )

    def setUp(self):
        super().setUp()
        self.things = self.client_of(support.ALL_TYPES).get_object('Thing')

    def test_come_back_as_they_were(self):
        key = 0
        for column, values in self.VALUES:
            for value in values:
                key += 1
                with self.subTest(column=column, value=value):
                    created = self.things.create({'Id': key, column: value})
                    found, = self.things.get({'primaryKeys': {'Id': key}})
                    for record in (created, found):
                        self.assertEqual(record[column], value)
                        self.assertIs(type(record[column]), type(value))

    def test_texts(self):
        for key, (column, value, text) in enumerate(self.TEXTS, 1):
            with self.subTest(column=column):
                for given in (value, text):
                    self.things.update_by_pk({column: given}, self.thing(key))
                    self.assertEqual(self.things.get(self.thing(key))[0][column], text)

    def test_text_for_a_json_column_is_json(self):
        self.assertEqual(self.things.create({'Id': 1, 'Json': '"text"'})['Json'], 'text')
        self.assert_fails(Vmx.Error.INVALID_VALUE, self.things.create, {'Id': 2, 'Json': 'text'})

    def thing(self, key):
        if not self.things.get({'primaryKeys': {'Id': key}}):
            self.things.create({'Id': key})
        return {'primaryKeys': {'Id': key}}

    def test_all_null(self):
        columns = [column for column, _ in self.VALUES] + [column for column, *_ in self.TEXTS]
        self.things.create({'Id': 1, **dict.fromkeys(columns)})
        found, = self.things.get()
        self.assertEqual(dict(found), {'Id': 1, **dict.fromkeys(columns)})

    def test_pending_values(self):
        self.things.create({'Id': 1, 'Decimal': decimal.Decimal('0.10'), 'Binary': b'\0', 'Json': []})
        pending, = self.things.get_pending_records_for_upload()
        self.assertEqual(dict(pending.get_changes()[0].get_values()),
                         {'Id': 1, 'Decimal': decimal.Decimal('0.10'), 'Binary': b'\0', 'Json': []})


class UpdateTest(EditTest):
    def test_counts(self):
        self.assertEqual(self.employees.update({'Salary': 1}), 3)
        self.assertEqual(self.employees.update({'Salary': 2}, {'filter': 'Id le 2'}), 2)
        self.assertEqual(self.employees.update({'Salary': None}, {'whereCondition': {'Id': 1}}), 1)
        self.assertEqual(self.employees.update({'Salary': 3}, {'likeCondition': {'Name': 'C%'}}), 1)
        self.assertEqual(self.employees.update_by_pk({'Salary': 4}, {'primaryKeys': {'Id': 2}}), 1)
        self.assertEqual(self.salaries(), {1: None, 2: 4, 3: 3})
        self.assertEqual(self.actions(), {(1,): ['update'] * 3, (2,): ['update'] * 3,
                                          (3,): ['update'] * 2})

    def test_coalescing(self):
        options = {'primaryKeys': {'Id': 1}, 'trackIntermediateUpdates': False}
        self.employees.update({'Salary': 1}, options)
        self.employees.update({'Salary': 2}, options)
        pending, = self.employees.get_pending_records_for_upload()
        change, = pending.get_changes()
        self.assertEqual(dict(change.get_values()), {'Salary': 2})

    def test_bad_input(self):
        update, by_pk = self.employees.update, self.employees.update_by_pk
        one = {'primaryKeys': {'Id': 1}}
        self.assert_fails(Vmx.Error.NO_RECORD, update, {'Salary': 1}, {'primaryKeys': {'Id': 9}})
        self.assert_fails(Vmx.Error.KEY_UPDATE, update, {'Id': 9}, one)
        self.assert_fails(Vmx.Error.MANDATORY_COLUMN, update, {'Name': None}, one)
        self.assert_fails(Vmx.Error.RECORD_EMPTY, update, {}, one)
        self.assert_fails(Vmx.Error.OPTIONS_EMPTY, by_pk, {'Salary': 1})
        self.assert_fails(Vmx.Error.KEY_MISSING, by_pk, {'Salary': 1}, {'primaryKeys': {}})
        self.assert_fails(Vmx.Error.INVALID_OPTION, by_pk, {'Salary': 1},
                          {'primaryKeys': {'Name': 'Bo'}})
        self.assert_fails(Vmx.Error.INVALID_FILTER, update, {'Salary': 1}, {'filter': None})
        with self.assertRaises(TypeError):
            update()
        with self.assertRaises(TypeError):
            update({'Salary': 1}, one, 'cancellable')
        self.assertEqual(self.actions(), {})

    def test_cancelled(self):
        cancellable = Gio.Cancellable()
        cancellable.cancel()
        with self.assertRaises(GLib.Error) as context:
            self.employees.update({'Salary': 1}, None, cancellable)
        self.assertTrue(context.exception.matches(Gio.io_error_quark(), Gio.IOErrorEnum.CANCELLED))
        self.assertEqual(self.actions(), {})


class DeleteTest(EditTest):
    def test_records(self):
        self.assertIs(self.employees.delete({'filter': 'Id ge 3'}), True)
        self.assertIs(self.employees.delete_by_pk({'primaryKeys': {'Id': 2}}), True)
        self.assertEqual(self.salaries(), {1: 10})
        self.assertIs(self.employees.delete(), True)
        self.assertEqual(self.salaries(), {})
        self.assertEqual(self.actions(), {(3,): ['delete'], (2,): ['delete'], (1,): ['delete']})

    def test_what_was_never_sent_leaves_nothing(self):
        created = self.employees.create({'Name': 'Zoë'})
        self.employees.delete_by_pk({'primaryKeys': {'Id': created['Id']}})
        self.assertEqual(self.actions(), {})

    def test_bad_input(self):
        self.assert_fails(Vmx.Error.NO_RECORD, self.employees.delete, {'primaryKeys': {'Id': 9}})
        self.assert_fails(Vmx.Error.OPTIONS_EMPTY, self.employees.delete_by_pk)
        self.assert_fails(Vmx.Error.KEY_MISSING, self.employees.delete_by_pk, {})
        with self.assertRaises(TypeError):
            self.employees.delete({'Id'})
        self.assertEqual(len(self.salaries()), 3)


class PendingTest(EditTest):
    def test_records(self):
        self.assertEqual(self.employees.get_pending_records_for_upload(), [])
        self.employees.update({'Salary': 1}, {'primaryKeys': {'Id': 2}})
        self.employees.delete({'primaryKeys': {'Id': 2}, **DEFERRED})
        record, = self.employees.get_pending_records_for_upload()
        self.assertEqual(record.get_object(), 'Employee')
        self.assertEqual(dict(record.get_primary_keys()), {'Id': 2})
        self.assertEqual(record.get_state(), Vmx.ChangeState.DEFERRED)
        self.assertIn('held back', record.get_reason())
        first, second = record.get_changes()
        self.assertEqual((first.get_action(), second.get_action()),
                         (Vmx.ChangeAction.UPDATE, Vmx.ChangeAction.DELETE))
        self.assertEqual((first.get_state(), dict(first.get_values())),
                         (Vmx.ChangeState.PENDING, {'Salary': 1}))
        self.assertIsNone(second.get_values())
        self.assertLess(first.get_seq(), second.get_seq())
        self.assertEqual(first.get_attempts(), 0)
        made = datetime.datetime.strptime(first.get_changed_at(), '%Y-%m-%dT%H:%M:%S.%fZ')
        self.assertGreater(made.year, 2000)
        self.assertEqual([change['action'] for change in json.loads(record.to_json())['changes']],
                         ['update', 'delete'])

    def test_lists_outlive_their_client(self):
        self.employees.update({'Salary': 1})
        pending = self.employees.get_pending_records_for_upload()
        changes = pending[1].get_changes()
        del self.client, self.employees, pending
        gc.collect()
        self.assertEqual(dict(changes[0].get_values()), {'Salary': 1})

    def test_mark_for_upload(self):
        self.employees.update({'Salary': 1}, DEFERRED)
        self.assert_fails(Vmx.Error.RECORD_DEFERRED, self.employees.update, {'Salary': 2})
        self.assertEqual(self.employees.mark_for_upload({'primaryKeys': {'Id': 2}}), 1)
        keys = self.employees.get_upload_deferred_record_keys()
        self.assertEqual([dict(key) for key in keys], [{'Id': 1}, {'Id': 3}])
        self.assertEqual(self.employees.mark_for_upload({'filter': 'Id ne 7'}), 2)
        self.assertEqual(self.employees.get_upload_deferred_record_keys(), [])
        self.assert_fails(Vmx.Error.NO_RECORD, self.employees.mark_for_upload,
                          {'filter': 'Id ne 7'})
        self.assert_fails(Vmx.Error.OPTIONS_EMPTY, self.employees.mark_for_upload)

    def test_a_download_leaves_edits_alone(self):
        self.employees.update({'Salary': 77}, {'primaryKeys': {'Id': 1}})
        self.employees.start_sync({'syncType': 'downloadOnly'})
        self.assertEqual(self.salaries(), {1: 77, 2: 20, 3: None})


class UndoTest(EditTest):
    def setUp(self):
        super().setUp()
        self.employees.update({'Salary': 1})
        self.employees.create({'Name': 'Zoë'})
        self.lines = self.client.get_object('Line')
        self.lines.create({'Order': 1, 'Number': 'a'})
        self.lines.create({'Order': 1, 'Number': 'b'})

    def test_a_record(self):
        self.assertIs(self.employees.rollback({'Id': 2}), True)
        self.assertEqual(self.salaries(), {-1: None, 1: 1, 2: 20, 3: 1})
        self.employees.rollback(primary_keys=Vmx.Record(Id=-1))
        self.assertEqual(self.salaries(), {1: 1, 2: 20, 3: 1})
        self.lines.rollback({'Number': 'a', 'Order': 1})
        self.assertEqual([line['Number'] for line in self.lines.get()], ['b'])

    def test_an_object(self):
        self.assertIs(self.employees.rollback(), True)
        self.assertEqual(self.salaries(), {1: 10, 2: 20, 3: None})
        self.assertEqual(len(self.actions(self.lines)), 2)

    def test_a_service_and_everything(self):
        self.assertIs(self.client.get_service('HR').rollback(), True)
        self.assertEqual((self.actions(), self.actions(self.lines)), ({}, {}))
        self.lines.create({'Order': 1, 'Number': 'a'})
        self.assertIs(self.client.rollback(), True)
        self.assertEqual(self.lines.get(), [])

    def test_clear(self):
        self.assertIs(self.employees.clear_offline_data({'primaryKeys': {'Id': 2}}), True)
        self.assertEqual(self.salaries(), {-1: None, 1: 1, 3: 1})
        self.employees.clear_offline_data()
        self.assertEqual((self.salaries(), self.actions()), ({}, {}))
        self.assertEqual(len(self.lines.get()), 2)
        self.assertIs(self.client.get_service('HR').clear_offline_data(), True)
        self.assertEqual(self.lines.get(), [])
        self.employees.start_sync()
        self.assertEqual(self.salaries(), {1: 10, 2: 20, 3: None})

    def test_bad_input(self):
        self.assert_fails(Vmx.Error.ROLLBACK_FAILED, self.employees.rollback, {'Id': 9})
        self.assert_fails(Vmx.Error.KEY_MISSING, self.lines.rollback, {'Order': 1})
        self.assert_fails(Vmx.Error.INVALID_OPTION, self.lines.rollback, {'Text': 'a'})
        self.assert_fails(Vmx.Error.KEY_NOT_FOUND, self.employees.clear_offline_data,
                          {'primaryKeys': {'Id': 9}})
        for keys in (2, 'Id', [2]):
            with self.assertRaises(TypeError):
                self.employees.rollback(keys)
        self.assertEqual(len(self.actions()), 4)


class AsyncTest(EditTest):
    def finish(self, name, *arguments, of=None):
        """Calls the _async twin and gives what _finish gives."""
        source = of or self.employees
        _, done = support.run_loop(
            lambda on_done: getattr(source, name + '_async')(*arguments, None, on_done))
        return getattr(source, name + '_finish')(done)

    def test_edits(self):
        created = self.finish('create', {'Name': 'Zoë'}, None)
        self.assertEqual(created['Id'], -1)
        self.assertEqual(self.finish('update', {'Salary': 1}, {'filter': 'Id le 2'}), 3)
        self.assertEqual(self.finish('update_by_pk', {'Salary': 2}, {'primaryKeys': {'Id': 1}}), 1)
        self.assertTrue(self.finish('delete', {'filter': 'Id eq 3'}))
        self.assertTrue(self.finish('delete_by_pk', {'primaryKeys': {'Id': 2}}))
        self.assertEqual(self.salaries(), {-1: 1, 1: 2})
        self.assertEqual(len(self.finish('get_pending_records_for_upload')), 4)
        self.assertEqual(self.finish('get_upload_deferred_record_keys'), [])
        self.assertTrue(self.finish('rollback', {'Id': -1}))
        self.assertTrue(self.finish('rollback', of=self.client.get_service('HR')))
        self.assertEqual(self.salaries(), {1: 10, 2: 20, 3: None})

    def test_undoing(self):
        self.employees.update({'Salary': 1}, DEFERRED)
        self.assertEqual(self.finish('mark_for_upload', {'primaryKeys': {'Id': 1}}), 1)
        self.assertTrue(self.finish('clear_offline_data', {'primaryKeys': {'Id': 1}}))
        self.assertTrue(self.finish('rollback', of=self.client))
        self.assertEqual(self.salaries(), {2: 20, 3: None})
        self.assertTrue(self.finish('clear_offline_data', of=self.client.get_service('HR')))
        self.assertEqual(self.salaries(), {})

    def test_errors(self):
        self.assert_fails(Vmx.Error.RECORD_EMPTY, self.finish, 'create', {}, None)
        with self.assertRaises(TypeError):
            self.employees.create_async(3)

    def test_arguments_may_change_meanwhile(self):
        record, options = Vmx.Record(Salary=1), Vmx.WriteOptions({'primaryKeys': {'Id': 1}})

        def start(on_done):
            self.employees.update_async(record, options, None, on_done)
            record['Salary'] = 2
            options.set_primary_keys(Vmx.Record(Id=2))

        _, done = support.run_loop(start)
        self.assertEqual(self.employees.update_finish(done), 1)
        self.assertEqual(self.salaries(), {1: 1, 2: 20, 3: None})


class AwaitTest(EditTest):
    def test_edits(self):
        async def run():
            created = await self.employees.aio_create({'Name': 'Zoë'}, DEFERRED)
            self.assertEqual(created['Id'], -1)
            self.assertEqual(await self.employees.aio_update({'Salary': 1}, {'filter': 'Id gt 0'}), 3)
            self.assertEqual(await self.employees.aio_mark_for_upload({'filter': 'Id lt 0'}), 1)
            await self.employees.aio_update_by_pk({'Salary': 2}, {'primaryKeys': {'Id': -1}})
            await self.employees.aio_delete({'primaryKeys': {'Id': 3}})
            await self.employees.aio_delete_by_pk({'primaryKeys': {'Id': 2}})
            self.assertEqual(await self.employees.aio_get_upload_deferred_record_keys(), [])
            pending = await self.employees.aio_get_pending_records_for_upload()
            self.assertEqual(len(pending), 4)
            await self.employees.aio_rollback({'Id': 3})
            await self.client.get_service('HR').aio_rollback()
            await self.client.aio_rollback()

        asyncio.run(run())
        self.assertEqual(self.salaries(), {1: 10, 2: 20, 3: None})
        asyncio.run(self.employees.aio_clear_offline_data({'primaryKeys': {'Id': 1}}))
        self.assertEqual(self.salaries(), {2: 20, 3: None})
        asyncio.run(self.client.get_service('HR').aio_clear_offline_data())
        self.assertEqual(self.salaries(), {})

    def test_side_by_side(self):
        async def run():
            creates = (self.employees.aio_create({'Name': str(i)}) for i in range(50))
            return await asyncio.gather(self.employees.aio_start_sync(), *creates)

        created = asyncio.run(run())[1:]
        self.assertEqual({record['Id'] for record in created}, set(range(-50, 0)))
        self.assertEqual(len(self.salaries()), 53)

    def test_errors(self):
        self.assert_fails(Vmx.Error.RECORD_EMPTY, asyncio.run, self.employees.aio_create({}))
        self.assert_fails(Vmx.Error.ROLLBACK_FAILED, asyncio.run,
                          self.employees.aio_rollback({'Id': 1}))
        with self.assertRaises(TypeError):
            asyncio.run(self.employees.aio_create(None))


class GroupTest(EditTest):
    def test_all_kinds(self):
        with Vmx.EditGroup(self.client) as group:
            position = group.create(self.employees, {'Name': 'Zoë'}, DEFERRED)
            group.update(self.employees, {'Salary': 1}, {'filter': 'Id in (1, 2)'})
            group.update_by_pk(self.employees, {'Salary': 2}, {'primaryKeys': {'Id': 1}})
            group.delete(self.employees, options={'filter': 'Id eq 3'})
            last = group.delete_by_pk(self.employees, {'primaryKeys': {'Id': 2}})
            self.assertEqual((position, last, group.get_n_edits()), (0, 4, 5))
            self.assertIsNone(group.get_created(0))
            self.assertEqual(group.get_count(1), -1)
            self.assertEqual(self.actions(), {})
        self.assertEqual(group.get_created(0)['Id'], -1)
        self.assertIsNone(group.get_created(1))
        self.assertEqual([group.get_count(i) for i in range(6)], [1, 2, 1, 1, 1, -1])
        self.assertEqual(self.salaries(), {-1: None, 1: 2})

    def test_all_or_nothing(self):
        def edit():
            with Vmx.EditGroup(self.client) as group:
                group.delete(self.employees)
                group.create(self.client.get_object('Line'), {'Order': 1})

        error = self.assert_fails(Vmx.Error.MANDATORY_COLUMN, edit)
        self.assertIn('edit 2 of 2', error.message)
        self.assertEqual((len(self.salaries()), self.actions()), (3, {}))

    def test_an_exception_in_the_block(self):
        with self.assertRaises(ZeroDivisionError):
            with Vmx.EditGroup(self.client) as group:
                group.delete(self.employees)
                1 / 0
        self.assertEqual(len(self.salaries()), 3)

    def test_without_a_block(self):
        group = Vmx.EditGroup(self.client)
        for number in range(1000):
            group.create(self.employees, {'Name': str(number)})
        self.assertIs(group.apply(), True)
        self.assertEqual(len(self.salaries()), 1003)
        _, done = support.run_loop(lambda on_done: group.apply_async(None, on_done))
        self.assertTrue(group.apply_finish(done))
        self.assertEqual(len(self.salaries()), 1003)

    def test_awaited(self):
        async def run():
            async with Vmx.EditGroup(self.client) as group:
                group.update(self.employees, {'Salary': 1})
            self.assertEqual(group.get_count(0), 3)
            with self.assertRaises(ZeroDivisionError):
                async with group:
                    group.delete(self.employees)
                    1 / 0
            self.assertEqual(len(self.salaries()), 3)
            await group.aio_apply()

        asyncio.run(run())
        self.assertEqual(self.salaries(), {})

    def test_bad_input(self):
        group = Vmx.EditGroup(self.client)
        for call in (lambda: group.create(None, {'Name': 'a'}), lambda: group.create('Employee', {}),
                     lambda: group.create(self.employees), lambda: group.create(self.employees, 3),
                     lambda: group.delete(self.employees, 3), lambda: group.update({'Name': 'a'}),
                     lambda: Vmx.EditGroup(None), lambda: Vmx.EditGroup()):
            with self.assertRaises(TypeError):
                call()
        self.assertEqual(group.get_n_edits(), 0)
        other = Vmx.Client.new(str(self.folder / 'other.db'))
        with self.assertRaises(GLib.Error):
            Vmx.EditGroup(other).apply()


class WriteOptionsTest(support.TestCase):
    def test_made_from_dicts(self):
        options = Vmx.WriteOptions({'primaryKeys': Vmx.Record(Id=2**63 - 1), 'trackChanges': 'false',
                                    'syncLatestObjectSnapshot': True})
        self.assertEqual(dict(options.get_primary_keys()), {'Id': 2**63 - 1})
        self.assertFalse(options.get_track_changes())
        self.assertTrue(options.get_sync_latest_object_snapshot())
        self.assertTrue(options.get_mark_for_upload())
        self.assertIsNone(Vmx.WriteOptions().get_filter())
        options.set_where_condition(Vmx.Record(Name=None))
        self.assertEqual(dict(options.get_where_condition()), {'Name': None})

    def test_wrong_options(self):
        error = self.assert_fails(Vmx.Error.INVALID_OPTION, Vmx.WriteOptions, {'filtre': 'x'})
        self.assertIn('“filter”', error.message)
        self.assert_fails(Vmx.Error.INVALID_OPTION, Vmx.WriteOptions, {'trackChanges': 'perhaps'})
        self.assert_fails(Vmx.Error.INVALID_FILTER, Vmx.WriteOptions, {'filter': None})
        for values in (3, 'x', [], b'{}'):
            with self.assertRaises(TypeError):
                Vmx.WriteOptions(values)
        self.assertIs(GObject.type_is_a(Vmx.WriteOptions, GObject.Object), True)


class CheckTest(EditTest):
    def test_whole(self):
        self.employees.create({'Name': 'a'})
        self.assertEqual(self.client.check_store(), [])
        self.assertEqual(asyncio.run(self.client.aio_check_store()), [])


if __name__ == '__main__':
    unittest.main()
