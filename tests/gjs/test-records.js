// SPDX-License-Identifier: LGPL-2.1-or-later
// Records: every type of column, and whole numbers that JavaScript's own cannot hold.
import GLib from 'gi://GLib';
import Vmx from 'gi://Vmx?version=1';
import {assertEqual, assertThrows, clientOf, isError, runTests, test} from './testing.js';

const [ALL_TYPES] = GLib.filename_from_uri(
    GLib.uri_resolve_relative(import.meta.url, '../data/all-types.json', GLib.UriFlags.NONE));

function readThings(folder) {
    const things = clientOf(folder, ALL_TYPES).get_object('Thing');
    things.start_sync(null, null);
    return things.get(null, null);
}

test('each type', folder => {
    const [record] = readThings(folder);
    const {Binary, ...others} = JSON.parse(record.to_json());
    assertEqual(others, {
        Id: 1, Boolean: true, Byte: 255, SByte: -128, Int16: -32768, Int32: -2147483648,
        Int64: '9223372036854775807', Single: 0.5, Double: 1e300,
        Decimal: '123456789012345678901234567890.10', String: 'Žluťoučký 🐎\n',
        Date: '2024-02-29', TimeOfDay: '23:59:59.1234567', Timestamp: '2024-02-29T21:59:59.5Z',
        Duration: 'P1DT2H3M4.5S', Guid: '6F9619FF-8B86-D011-B42D-00C04FC964FF',
        Json: {a: [1, 0.10, null, true], b: {c: 'd'}},
    });
    assertEqual(Binary.startsWith('AAH_gA'), true);
    assertEqual(record.get_boolean('Boolean'), true);
    assertEqual(record.get_int64('Int32'), -2147483648);
    assertEqual(record.get_double('Double'), 1e300);
    assertEqual(record.get_text('Decimal'), '123456789012345678901234567890.10');
    assertEqual(Array.from(record.get_blob('Binary').toArray()), [0, 1, 255, 128]);
    assertEqual(JSON.parse(record.get_text('Json')).b, {c: 'd'});
});

test('nulls', folder => {
    const [, record] = readThings(folder);
    const names = record.get_column_names();
    assertEqual(names.length, 18);
    for (const name of names.filter(each => each !== 'Id')) {
        assertEqual(record.is_null(name), true);
        assertEqual(record.has(name), true);
        assertEqual(record.get_text(name), null);
        assertEqual(record.get_blob(name), null);
    }
    assertEqual(record.has('nothing'), false);
    assertEqual(record.get_value('nothing'), null);
});

test('whole numbers beyond 2⁵³ are exact', folder => {
    const record = readThings(folder)[2];
    const {Id, Int64} = JSON.parse(record.to_json());
    assertEqual([Id, Int64], ['9007199254740993', '-9223372036854775808']);
    assertEqual(String(BigInt(Id)), '9007199254740993');
    assertEqual(record.get_value('Id').to_string(), '9007199254740993');
    const made = Vmx.Record.new_from_json('{"Id": 9007199254740993, "Text": "9007199254740993"}');
    assertEqual(made.to_json(), '{"Id":"9007199254740993","Text":"9007199254740993"}');
});

test('records that a program makes', () => {
    const record = new Vmx.Record();
    record.set_text('Name', 'Ada');
    record.set_int64('Age', 36);
    record.set_boolean('Active', false);
    record.set_double('Share', 0.25);
    record.set_null('Left');
    record.set_blob('Photo', new GLib.Bytes(new Uint8Array([1, 0, 2])));
    assertEqual(JSON.parse(record.to_json()),
        {Name: 'Ada', Age: 36, Active: false, Share: 0.25, Left: null, Photo: 'AQAC'});
    record.unset('Age');
    assertEqual(record.has('Age'), false);
    const copy = Vmx.Record.new_from_variant(record.to_variant());
    assertEqual(copy.to_json(), record.to_json());
});

test('a value outlives its record', () => {
    let record = Vmx.Record.new_from_json('{"a": "text"}');
    const value = record.get_value('a');
    record.set_text('a', 'another');
    record = null;
    imports.system.gc();
    assertEqual(value.to_string(), 'text');
});

test('bad JSON', () => {
    for (const text of ['', '[', '[1]', '{"a":1', '{"a":1}x', '{"a":"\\u0000"}', '{"a":1,"a":2}'])
        assertThrows(() => Vmx.Record.new_from_json(text), isError(Vmx.Error.JSON));
});

await runTests();
