// SPDX-License-Identifier: LGPL-2.1-or-later
// Plugins in JavaScript work in blocking calls, which run on the calling thread.
import GLib from 'gi://GLib';
import Vmx from 'gi://Vmx?version=1';
import {assertEqual, assertThrows, isError, runTests, test} from './testing.js';
import {Authenticator, Shouter, Transport} from './transport.js';

function clientOf(folder, transport) {
    const client = Vmx.Client.new(GLib.build_filenamev([folder, 'store.db']));
    client.add_service('HR', null, null).set_transport(transport);
    return client;
}

test('a transport and a processor', folder => {
    const client = clientOf(folder, new Transport());
    client.setup(null, null);
    const employees = client.get_object('Employee');
    employees.add_processor(new Shouter());
    assertEqual(employees.start_sync(null, null).get_total_downloaded_records(), 2);
    assertEqual(employees.get(null, null).map(record => JSON.parse(record.to_json())),
        [{Id: 2, Name: 'BO!'}, {Id: '9007199254740993', Name: 'ANNA!'}]);
});

test('an authenticator', folder => {
    const transport = new Transport();
    const client = clientOf(folder, transport);
    client.set_authenticator(new Authenticator());
    client.setup(null, null);
    assertEqual(transport.headers, {Authorization: 'Bearer secret'});
});

test('exceptions', folder => {
    const transport = new Transport();
    const client = clientOf(folder, transport);
    client.setup(null, null);
    const employees = client.get_object('Employee');
    transport.failure = new RangeError('mine');
    assertThrows(() => employees.start_sync(null, null), error => {
        isError(Vmx.Error.PLUGIN_MISBEHAVED)(error);
        assertEqual(/Transport.*mine/.test(error.message), true);
    });
    transport.failure = new GLib.Error(Vmx.error_quark(), Vmx.Error.OFFLINE, 'mine');
    assertThrows(() => employees.start_sync(null, null), isError(Vmx.Error.OFFLINE));
    transport.failure = null;
    employees.start_sync(null, null);
});

await runTests();
