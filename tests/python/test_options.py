# SPDX-License-Identifier: LGPL-2.1-or-later
"""Options as dicts, and input that nobody can use."""
import decimal
import unittest

import support
from gi.repository import GLib, GObject, Vmx


class OptionsTest(support.TestCase):
    def test_made_from_dicts(self):
        options = Vmx.SyncOptions({'filter': 'Id le 3', 'downloadBatchSize': '7',
                                   'getSyncStats': 'true', 'syncType': 'downloadOnly'})
        self.assertEqual(options.get_filter(), 'Id le 3')
        self.assertEqual(options.props.download_batch_size, 7)
        self.assertTrue(options.get_get_sync_stats())
        self.assertEqual(options.get_sync_type(), Vmx.SyncType.DOWNLOAD_ONLY)
        read = Vmx.ReadOptions({'primaryKeys': Vmx.Record(Id=2**63 - 1), 'distinct': True})
        self.assertEqual(dict(read.get_primary_keys()), {'Id': 2**63 - 1})
        self.assertTrue(read.get_distinct())
        self.assertEqual(Vmx.SetupOptions({'deviceDbPath': '/x'}).get_device_db_path(), '/x')

    def test_made_from_properties(self):
        options = Vmx.SyncOptions(filter='Id le 3', strict_filter=True)
        self.assertEqual(options.get_filter(), 'Id le 3')
        self.assertTrue(options.get_strict_filter())
        self.assertIsNone(Vmx.SyncOptions().get_filter())
        self.assertIsNone(Vmx.SyncOptions({}).get_filter())

    def test_numbers_keep_their_digits(self):
        amount = decimal.Decimal('12345678901234567890.10')
        read = Vmx.ReadOptions({'whereCondition': {'Salary': amount}})
        self.assertEqual(read.get_where_condition()['Salary'], amount)

    def test_wrong_options(self):
        self.assert_fails(Vmx.Error.INVALID_FILTER, Vmx.SyncOptions, {'filter': None})
        self.assert_fails(Vmx.Error.INVALID_FILTER, Vmx.SyncOptions, {'filter': 3})
        self.assert_fails(Vmx.Error.INVALID_SYNC_TYPE, Vmx.SyncOptions, {'syncType': 'all'})
        error = self.assert_fails(Vmx.Error.INVALID_OPTION, Vmx.SyncOptions, {'filtre': 'x'})
        self.assertIn('filter', error.message)
        self.assert_fails(Vmx.Error.INVALID_OPTION, Vmx.ReadOptions, {'x': 1})
        for values in (3, 'x', ['filter'], [('filter', 'x')], b'{}'):
            for cls in (Vmx.SyncOptions, Vmx.ReadOptions, Vmx.SetupOptions):
                with self.assertRaises(TypeError):
                    cls(values)
        with self.assertRaises(TypeError):
            Vmx.SyncOptions({1: 2})
        with self.assertRaises(TypeError):
            Vmx.SyncOptions({'filter': object()})
        with self.assertRaises(TypeError):
            Vmx.SyncOptions({'filter': 'x'}, filter='y')
        with self.assertRaises(TypeError):
            Vmx.SyncOptions(nothing=1)


class ArgumentTest(support.TestCase):
    def setUp(self):
        super().setUp()
        self.client = self.client_of()
        self.employees = self.client.get_object('Employee')

    def test_defaults(self):
        self.assertTrue(self.client.setup())
        self.employees.start_sync()
        self.assertEqual(len(self.employees.get()), 5)

    def test_dicts(self):
        self.client.setup({})
        self.employees.start_sync({'filter': 'Id le 3'})
        records = self.employees.get({'primaryKeys': {'Id': 2}})
        self.assertEqual([dict(record) for record in records],
                         [{'Id': 2, 'Name': 'Bo', 'Salary': decimal.Decimal(20)}])
        names = self.employees.get(options={'projectionColumns': ['Name'],
                                            'orderByMap': [{'Name': 'DESC'}]})
        self.assertEqual([record['Name'] for record in names], ['Bo', 'Anna', None])

    def test_objects_do_too(self):
        self.employees.start_sync(Vmx.SyncOptions(filter='Id le 3'), None)
        options = Vmx.ReadOptions()
        options.add_order('Id', Vmx.Order.DESCENDING)
        self.assertEqual([record['Id'] for record in self.employees.get(options, None)], [3, 2, 1])

    def test_wrong_types(self):
        calls = (self.employees.start_sync, self.employees.get, self.client.setup,
                 self.employees.start_sync_async, self.employees.get_async,
                 self.client.setup_async, self.employees.start_sync_with_callbacks)
        for call in calls:
            for options in (3, 'filter', [], object(), Vmx.Record(), self.client):
                with self.assertRaises(TypeError):
                    call(options)
            with self.assertRaises(TypeError):
                call(None, 'cancellable')
            with self.assertRaises(TypeError):
                call(nothing=None)
        for query in (None, 3, b'select 1'):
            with self.assertRaises(TypeError):
                self.client.execute_select_query(query)
        with self.assertRaises(ValueError):
            self.client.execute_select_query('select 1\0')
        with self.assertRaises(TypeError):
            self.client.execute_select_query()

    def test_wrong_texts(self):
        for query in ('', 'select', 'delete from Employee', 'select 1; select 2', '\udcff'):
            with self.assertRaises((GLib.Error, ValueError)):
                self.client.execute_select_query(query)
        self.assert_fails(Vmx.Error.OBJECT_NOT_FOUND, self.client.get_object, 'employee')
        self.assert_fails(Vmx.Error.OBJECT_NAME_EMPTY, self.client.get_object, '')
        self.assert_fails(Vmx.Error.SERVICE_NAME_EMPTY, self.client.add_service, '', None, None)
        self.assert_fails(Vmx.Error.KEY_MISSING, self.employees.get, {'primaryKeys': {}})
        with self.assertRaises(TypeError):
            self.client.get_object(None)

    def test_help_shows_the_arguments(self):
        self.assertIn('options', Vmx.Obj.start_sync.__doc__)
        self.assertEqual(Vmx.Obj.start_sync.__name__, 'start_sync')


class HandleTest(support.TestCase):
    def test_of_the_default_client(self):
        employees = Vmx.Obj('Employee')
        self.assertEqual(employees.get_name(), 'Employee')
        self.assertEqual(employees.props.client, Vmx.Client.get_default())
        self.assert_fails(Vmx.Error.NOT_SET_UP, employees.start_sync)
        self.assert_fails(Vmx.Error.OBJECT_NAME_EMPTY, Vmx.Obj, '')
        for name, error in ((None, TypeError), (3, TypeError), ('a\0', ValueError)):
            with self.assertRaises(error):
                Vmx.Obj(name)
        with self.assertRaises(TypeError):
            Vmx.Obj()

    def test_made_by_the_object_system(self):
        client = self.client_of()
        handle = GObject.new(Vmx.Obj, name='Employee', client=client)
        handle.start_sync()
        self.assertEqual(len(handle.get()), 5)
        nameless = GObject.new(Vmx.Obj, client=client)
        self.assert_fails(Vmx.Error.OBJECT_NAME_EMPTY, nameless.start_sync)
        self.assert_fails(Vmx.Error.OBJECT_NAME_EMPTY, nameless.get)

    def test_a_service_outlives_its_client(self):
        client = self.client_of()
        service = client.get_service('HR')
        del client
        self.assertEqual(service.get_name(), 'HR')
        with self.assertRaises(GLib.Error):
            service.get_object('Employee')


if __name__ == '__main__':
    unittest.main()
