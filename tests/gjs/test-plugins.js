// SPDX-License-Identifier: LGPL-2.1-or-later
// Plugins in JavaScript work in blocking calls, which run on the calling thread.
import GLib from 'gi://GLib';
import Vmx from 'gi://Vmx?version=1';
import {assertEqual, assertThrows, isError, runTests, test} from './testing.js';
import {Authenticator, Shouter, Transport, Uploader} from './transport.js';

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

function makeBatch() {
    const schema = new Transport().vfunc_fetch_schema(null);
    schema.seal();
    const batch = Vmx.RecordBatch.new(schema.get_object(0));
    batch.append_json('{"Id": 1, "Name": "Anna"}');
    batch.append_json('{"Id": 2, "Name": "Bo"}');
    return batch;
}

function makeRequest(batch) {
    const request = Vmx.UploadRequest.new('id', '2026-01-01T00:00:00Z');
    for (let row = 0; row < batch.get_n_rows(); row++)
        request.add(Vmx.ChangeAction.CREATE, batch, row);
    return request;
}

test('uploads', _folder => {
    const transport = new Uploader();
    const batch = makeBatch();
    const request = makeRequest(batch);
    assertEqual(transport.encode_push(request), true);
    assertEqual(request.get_body(), '2 changes');
    const reply = transport.push_batch(request, null);
    assertEqual([reply.get_outcome(0), reply.get_outcome(1), reply.get_code(1)],
        [Vmx.UploadOutcome.ACCEPTED, Vmx.UploadOutcome.REJECTED, 'bad']);
    assertEqual(JSON.parse(reply.get_batch(0).get_record(0).to_json()), {Id: 1});
    assertEqual(reply.get_batch(1), null);
    const found = transport.fetch_records(batch, null);
    assertEqual([found.get_n_rows(), found.is_deleted(1)], [2, true]);
    assertEqual(transport.get_learned(), null);
    assertEqual(transport.set_learned('known'), true);
    assertEqual(transport.get_learned(), 'known');
});

test('exceptions in uploads', _folder => {
    const transport = new Uploader();
    const request = makeRequest(makeBatch());
    transport.failure = new RangeError('mine');
    assertThrows(() => transport.push_batch(request, null), isError(Vmx.Error.PLUGIN_MISBEHAVED));
    transport.failure = new GLib.Error(Vmx.error_quark(), Vmx.Error.CONNECT_FAILED, 'mine');
    assertThrows(() => transport.push_batch(request, null), isError(Vmx.Error.CONNECT_FAILED));
});

test('a processor of upload replies', _folder => {
    const batch = makeBatch();
    const reply = Vmx.RecordBatch.new(batch.get_schema());
    reply.append_json('{"Id": 1}');
    reply.append_json('{"Id": 2}');
    assertEqual(new Shouter().process_upload_reply(batch, reply), true);
    assertEqual(JSON.parse(reply.get_record(1).to_json()), {Id: 2, Name: 'Bo'});
});

await runTests();
