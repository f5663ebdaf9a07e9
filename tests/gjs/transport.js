// SPDX-License-Identifier: LGPL-2.1-or-later
// A transport, a processor and an authenticator in JavaScript.
import GObject from 'gi://GObject';
import Vmx from 'gi://Vmx?version=1';

export const Transport = GObject.registerClass({
    Implements: [Vmx.Transport],
}, class Transport extends GObject.Object {
    failure = null;
    headers = null;

    vfunc_open(authenticator, cancellable) {
        if (authenticator)
            this.headers = authenticator.get_headers('https://example.com:443', false, cancellable);
        return true;
    }

    vfunc_close() {
        return true;
    }

    vfunc_get_features() {
        return Vmx.TransportFeatures.NONE;
    }

    vfunc_fetch_schema(_cancellable) {
        const employee = Vmx.ObjectSchema.new('Employee');
        employee.add_column(Vmx.Column.new('Id', Vmx.ColumnType.INT64, Vmx.ColumnFlags.NONE));
        employee.add_column(Vmx.Column.new('Name', Vmx.ColumnType.STRING,
            Vmx.ColumnFlags.NULLABLE));
        employee.add_key_column('Id');
        const schema = Vmx.ServiceSchema.new();
        schema.add_object(employee);
        return schema;
    }

    vfunc_fetch_batch(request, _cancellable) {
        if (this.failure)
            throw this.failure;
        const batch = Vmx.RecordBatch.new(request.get_schema());
        batch.append_json('{"Id": 9007199254740993, "Name": "Anna"}');
        batch.append_json('{"Id": 2, "Name": "Bo"}');
        return batch;
    }
});

/** Accepts every change of a request but the last, and gives the keys back. */
export const Uploader = GObject.registerClass({
    Implements: [Vmx.Transport],
}, class Uploader extends GObject.Object {
    failure = null;
    learned = null;

    vfunc_encode_push(request) {
        request.set_wire('plain', null, 'memory:', null, `${request.get_n_members()} changes`);
        return true;
    }

    vfunc_push_batch(request, _cancellable) {
        if (this.failure)
            throw this.failure;
        const last = request.get_n_members() - 1;
        const reply = Vmx.UploadReply.new(request.get_n_members());
        for (let i = 0; i < last; i++) {
            const batch = Vmx.RecordBatch.new(request.get_batch(i).get_schema());
            const {Id} = JSON.parse(request.get_record(i).to_json());
            batch.append_json(JSON.stringify({Id}));
            reply.set_outcome(i, Vmx.UploadOutcome.ACCEPTED, 201, null, null);
            reply.set_record(i, batch, 0);
        }
        reply.set_outcome(last, Vmx.UploadOutcome.REJECTED, 400, 'bad', 'not this one');
        return reply;
    }

    vfunc_fetch_records(keys, _cancellable) {
        const found = Vmx.RecordBatch.new(keys.get_schema());
        for (let row = 0; row < keys.get_n_rows(); row++) {
            found.append_record(keys.get_record(row));
            found.add_deleted(row);
        }
        return found;
    }

    vfunc_get_learned() {
        return this.learned;
    }

    vfunc_set_learned(learned) {
        this.learned = learned;
        return true;
    }
});

export const Shouter = GObject.registerClass({
    Implements: [Vmx.Processor],
}, class Shouter extends GObject.Object {
    vfunc_prepare(_schema) {
        return true;
    }

    vfunc_process_upload_reply(request, reply) {
        const column = reply.get_schema().get_column_index('Name');
        for (let row = 0; row < reply.get_n_rows(); row++)
            reply.set_value(row, column, request.peek_value(row, column));
        return true;
    }

    vfunc_process_download(batch, _stored) {
        const column = batch.get_schema().get_column_index('Name');
        for (let row = 0; row < batch.get_n_rows(); row++) {
            const text = batch.peek_value(row, column).to_string();
            batch.set_value(row, column, Vmx.Value.new_text(`${text.toUpperCase()}!`));
        }
        return true;
    }
});

export const Authenticator = GObject.registerClass({
    Implements: [Vmx.Authenticator],
}, class Authenticator extends GObject.Object {
    vfunc_get_headers(_origin, _refused, _cancellable) {
        return {Authorization: 'Bearer secret'};
    }
});
