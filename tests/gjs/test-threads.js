// SPDX-License-Identifier: LGPL-2.1-or-later
// gjs blocks calls from other threads, with a critical that must not become a crash of ours.
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Vmx from 'gi://Vmx?version=1';
import {assertEqual, assertRejects, isError, runTests, test} from './testing.js';
import {Transport} from './transport.js';

Gio._promisify(Vmx.Client.prototype, 'setup_async', 'setup_finish');
Gio._promisify(Vmx.Obj.prototype, 'start_sync_async', 'start_sync_finish');

test('an asynchronous call with a transport in JavaScript', async folder => {
    const client = Vmx.Client.new(GLib.build_filenamev([folder, 'store.db']));
    client.add_service('HR', null, null).set_transport(new Transport());
    await assertRejects(client.setup_async(null, null), isError(Vmx.Error.PLUGIN_MISBEHAVED));
    client.setup(null, null);
    const employees = client.get_object('Employee');
    await assertRejects(employees.start_sync_async(null, null),
        isError(Vmx.Error.PLUGIN_MISBEHAVED));
    assertEqual(employees.start_sync(null, null).get_total_downloaded_records(), 2);
});

await runTests();
