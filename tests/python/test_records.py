# SPDX-License-Identifier: LGPL-2.1-or-later
"""Records as mappings."""
import datetime
import decimal
import json
import unittest
import uuid

import support
from gi.repository import GLib, Vmx

UTC = datetime.timezone.utc


class MappingTest(support.TestCase):
    def test_made_from_keywords_and_dicts(self):
        record = Vmx.Record(FirstName='Ada', Age=3)
        self.assertEqual(dict(record), {'FirstName': 'Ada', 'Age': 3})
        self.assertEqual(dict(Vmx.Record({'a': 1})), {'a': 1})
        self.assertEqual(dict(Vmx.Record([('a', 1)], values=2)), {'a': 1, 'values': 2})
        self.assertEqual(dict(Vmx.Record(record)), dict(record))
        self.assertEqual(len(Vmx.Record()), 0)

    def test_reads_like_a_dict(self):
        record = Vmx.Record(a=1, b=None)
        self.assertEqual(list(record), ['a', 'b'])
        self.assertEqual(list(record.keys()), ['a', 'b'])
        self.assertEqual(list(record.values()), [1, None])
        self.assertEqual(list(record.items()), [('a', 1), ('b', None)])
        self.assertEqual(len(record), 2)
        self.assertIn('b', record)
        self.assertNotIn('c', record)
        self.assertNotIn(3, record)
        self.assertNotIn('a\0', record)
        self.assertEqual(record.get('a'), 1)
        self.assertIsNone(record.get('c'))
        self.assertEqual(record.get('c', 5), 5)
        self.assertEqual(repr(record), "Vmx.Record({'a': 1, 'b': None})")
        with self.assertRaises(KeyError):
            record['c']

    def test_changes_like_a_dict(self):
        record = Vmx.Record(a=1)
        record['b'] = 2
        record['a'] = 'text'
        record.update(c=3)
        self.assertEqual(dict(record), {'a': 'text', 'b': 2, 'c': 3})
        del record['b']
        self.assertEqual(record.pop('c'), 3)
        self.assertEqual(record.setdefault('a', 9), 'text')
        self.assertEqual(dict(record), {'a': 'text'})
        with self.assertRaises(KeyError):
            del record['b']

    def test_missing_is_not_null(self):
        record = Vmx.Record(a=None)
        self.assertTrue(record.has('a'))
        self.assertFalse(record.has('b'))
        self.assertEqual(record.to_json(), '{"a":null}')

    def test_a_value_outlives_its_record(self):
        record = Vmx.Record(a='text')
        value = record.get_value('a')
        record['a'] = 'another'
        del record
        self.assertEqual(value.to_string(), 'text')


class ValueTest(support.TestCase):
    def test_come_back_as_they_were(self):
        for value in (0, -1, 2**63 - 1, -2**63, True, False, None, 0.1, -1e300, float('inf'), '',
                      'Žluťoučký 🐎', b'', b'a\0b', decimal.Decimal('1.10'),
                      decimal.Decimal('-79228162514264337593543950335.5'), {}, [], {'a': [1, None]},
                      {'x': decimal.Decimal('12345678901234567890.10'), 'y': True}):
            record = Vmx.Record(x=value)
            self.assertEqual(record['x'], value)
            self.assertIs(type(record['x']), type(value))

    def test_are_written_as_the_text_of_a_column(self):
        for value, text in (
                (datetime.datetime(2024, 2, 29, 23, 59, 59, 1, tzinfo=UTC),
                 '2024-02-29T23:59:59.000001Z'),
                (datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone(
                    datetime.timedelta(hours=2))), '2023-12-31T22:00:00Z'),
                (datetime.date(2024, 2, 29), '2024-02-29'),
                (datetime.time(1, 2, 3), '01:02:03'),
                (datetime.timedelta(days=1, seconds=3723, milliseconds=500),
                 'P1DT1H2M3.500000S'),
                (-datetime.timedelta(seconds=90), '-P0DT0H1M30S'),
                (uuid.UUID('6f9619ff-8b86-d011-b42d-00c04fc964ff'),
                 '6f9619ff-8b86-d011-b42d-00c04fc964ff'),
                (bytearray(b'ab'), b'ab'),
                (memoryview(b'ab'), b'ab'),
                ((1, 2), [1, 2]),
                (2**63, decimal.Decimal(2**63)),
                (-10**30, decimal.Decimal(-10**30))):
            self.assertEqual(Vmx.Record(x=value)['x'], text)

    def test_durations_keep_their_length(self):
        for duration in (datetime.timedelta(microseconds=1), datetime.timedelta(days=-1, hours=1)):
            text = Vmx.Record(x=duration)['x']
            parsed = Vmx.Value.new_parsed(Vmx.ColumnType.DURATION, text)
            self.assertEqual(parsed.get_kind(), Vmx.ValueKind.DURATION)

    def test_json_columns_keep_all_digits(self):
        record = Vmx.Record(x={'n': decimal.Decimal('0.10'), 'big': 2**70, 'b': b'\xff\xfe',
                               'when': datetime.date(2024, 1, 2)})
        self.assertEqual(record.get_text('x'),
                         '{"n":0.10,"big":1180591620717411303424,"b":"__4=","when":"2024-01-02"}')

    def test_refused(self):
        naive = datetime.datetime(2024, 1, 1)
        circle = []
        circle.append(circle)
        for value, error in ((object(), TypeError), ({1}, TypeError), (1j, TypeError),
                             ({1: 2}, TypeError), ([object()], TypeError),
                             (float('nan'), ValueError), (decimal.Decimal('NaN'), ValueError),
                             (decimal.Decimal('Infinity'), ValueError), ('a\0b', ValueError),
                             ('\ud800', ValueError), ([float('nan')], ValueError),
                             (naive, ValueError), (circle, ValueError),
                             (datetime.time(1, tzinfo=UTC), ValueError)):
            record = Vmx.Record(x=1)
            with self.assertRaises(error, msg=repr(value)):
                record['x'] = value
            self.assertEqual(dict(record), {'x': 1})
        for value in ([['a\0b']], ['\ud800']):
            with self.assertRaises(GLib.Error, msg=repr(value)):
                Vmx.Record(x=value)
        with self.assertRaises((GLib.Error, ValueError)):
            Vmx.Record(x=10**10000)
        for name, error in ((3, TypeError), (None, TypeError), ('a\0b', ValueError)):
            with self.assertRaises(error):
                Vmx.Record()[name] = 1
            with self.assertRaises(error):
                Vmx.Record()[name]

    def test_deep_json(self):
        deep = []
        for _ in range(60):
            deep = [deep]
        self.assertEqual(Vmx.Record(x=deep)['x'], deep)
        for _ in range(10000):
            deep = [deep]
        with self.assertRaises(ValueError):
            Vmx.Record(x=deep)

    def test_bad_json(self):
        for text in ('', '[', '[1]', '{"a":1', '{"a":1}x', '{"a":"\\u0000"}', '{"a":1,"a":2}',
                     '[' * 200000):
            self.assert_fails(Vmx.Error.JSON, Vmx.Record.new_from_json, text)


class ColumnTypeTest(support.TestCase):
    def setUp(self):
        super().setUp()
        client = self.client_of(support.ALL_TYPES)
        things = client.get_object('Thing')
        things.start_sync()
        self.records = {record['Id']: record for record in things.get()}

    def test_each_type(self):
        self.assertEqual(dict(self.records[1]), {
            'Id': 1, 'Boolean': True, 'Byte': 255, 'SByte': -128, 'Int16': -2**15, 'Int32': -2**31,
            'Int64': 2**63 - 1, 'Single': 0.5, 'Double': 1e300,
            'Decimal': decimal.Decimal('123456789012345678901234567890.10'),
            'String': 'Žluťoučký 🐎\n', 'Date': '2024-02-29', 'TimeOfDay': '23:59:59.1234567',
            'Timestamp': '2024-02-29T21:59:59.5Z', 'Duration': 'P1DT2H3M4.5S',
            'Guid': '6F9619FF-8B86-D011-B42D-00C04FC964FF', 'Binary': b'\0\1\xff\x80',
            'Json': {'a': [1, decimal.Decimal('0.10'), None, True], 'b': {'c': 'd'}},
        })
        self.assertIs(type(self.records[1]['Boolean']), bool)

    def test_nulls(self):
        record = dict(self.records[2])
        self.assertEqual(record.pop('Id'), 2)
        self.assertEqual(len(record), 17)
        self.assertEqual(set(record.values()), {None})

    def test_edges(self):
        record = self.records[2**53 + 1]
        self.assertEqual((record['Int64'], record['String'], record['Binary'], record['Json']),
                         (-2**63, '', b'', 'text'))
        self.assertEqual(json.loads(record.to_json())['Id'], str(2**53 + 1))

    def test_typed_getters_of_another_kind(self):
        record = self.records[1]
        self.assertIsNone(record.get_text('Int64'))
        self.assertEqual(record.get_int64('String'), 0)
        self.assertIsNone(record.get_blob('String'))
        self.assertEqual(record.get_double('nothing'), 0)


class BatchTest(support.TestCase):
    def setUp(self):
        super().setUp()
        schema = Vmx.ObjectSchema('Employee')
        schema.add_column(Vmx.Column('Id', Vmx.ColumnType.INT64))
        schema.add_column(Vmx.Column('Name', Vmx.ColumnType.STRING, Vmx.ColumnFlags.NULLABLE))
        schema.add_key_column('Id')
        schema.seal()
        self.batch = Vmx.RecordBatch(schema)

    def test_append_and_read(self):
        self.batch.append({'Id': 2**53 + 1, 'Name': 'a'})
        self.batch.append(Vmx.Record(Id=2))
        self.assertEqual([dict(record) for record in self.batch],
                         [{'Id': 2**53 + 1, 'Name': 'a'}, {'Id': 2}])
        self.assertEqual(self.batch[1]['Id'], 2)
        self.assertEqual(self.batch.get_value(0, 'Name'), 'a')
        self.batch.set_value(0, 'Name', 'b')
        self.batch.set_value(1, 1, None)
        self.assertEqual(self.batch.get_value(0, 1), 'b')
        self.assertIsNone(self.batch.get_value(1, 'Name'))

    def test_bad_input(self):
        self.assert_fails(Vmx.Error.UNKNOWN_COLUMN, self.batch.append, {'Idd': 1})
        self.assert_fails(Vmx.Error.INVALID_VALUE, self.batch.append, {'Id': 'x'})
        with self.assertRaises(TypeError):
            self.batch.append(3)
        self.assertEqual(len(self.batch), 0)
        self.batch.append({'Id': 1})
        self.assert_fails(Vmx.Error.INVALID_VALUE, self.batch.set_value, 0, 'Id', 'x')
        for row, column, error in ((1, 0, IndexError), (-1, 0, IndexError), (0, 2, KeyError),
                                   (0, -1, KeyError), (0, 'Idd', KeyError), (0, None, TypeError)):
            with self.assertRaises(error):
                self.batch.get_value(row, column)
            with self.assertRaises(error):
                self.batch.set_value(row, column, 1)
        with self.assertRaises(TypeError):
            Vmx.RecordBatch(None)
        with self.assertRaises(ValueError):
            Vmx.RecordBatch(Vmx.ObjectSchema('open'))


if __name__ == '__main__':
    unittest.main()
