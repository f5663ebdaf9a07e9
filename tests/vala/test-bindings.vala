/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The library from Vala: calls, errors, records and plugins. */

const string STAFF = """{
  "objects": {
    "Employee": {
      "key": ["Id"],
      "columns": {"Id": "int64", "Name": "string?", "Salary": "decimal?", "Photo": "binary?"},
      "records": [
        {"Id": 1, "Name": "Anna", "Salary": 0.10, "Photo": "AAH_"},
        {"Id": 2, "Name": null, "Salary": 20, "Photo": null},
        {"Id": 9223372036854775807, "Name": "Žofie", "Salary": null, "Photo": ""}
      ]
    }
  }
}""";

string folder;

Vmx.Client new_client () {
    return new Vmx.Client (Path.build_filename (folder, "store.db"));
}

Vmx.Obj new_employees () throws Error {
    var client = new_client ();
    var scenario = Path.build_filename (folder, "scenario.json");
    FileUtils.set_contents (scenario, STAFF);
    client.add_service ("HR", "mock", scenario);
    client.setup (null);
    return client.get_object ("Employee");
}

delegate void Check () throws Error;
delegate void Start (AsyncReadyCallback on_done);

/* Each test has a folder of its own. */
void add_test (string path, Check check) {
    Test.add_data_func (path, () => {
        try {
            folder = DirUtils.make_tmp ("vmx-XXXXXX");
            check ();
            remove_folder ();
        } catch (Error error) {
            Test.message ("%s", error.message);
            Test.fail ();
        }
    });
}

void remove_folder () throws Error {
    var dir = Dir.open (folder);
    string? name;

    while ((name = dir.read_name ()) != null)
        FileUtils.remove (Path.build_filename (folder, name));
    DirUtils.remove (folder);
}

AsyncResult wait_for (Start start) {
    var loop = new MainLoop ();
    AsyncResult? answer = null;

    start ((source, result) => {
        answer = result;
        loop.quit ();
    });
    loop.run ();
    return answer;
}

void test_blocking () throws Error {
    var employees = new_employees ();
    var options = new Vmx.SyncOptions ();
    options.get_sync_stats = true;
    options.download_batch_size = 2;
    var result = employees.start_sync (options);
    assert (result.get_total_downloaded_records () == 3);
    assert (result.get_stats ().get_n_download_batches () == 2);
    assert (result.get_warnings ().length == 0);
    assert (employees.get (null).length == 3);
    assert (employees.last_result == result);
}

void test_records () throws Error {
    var employees = new_employees ();
    employees.start_sync (null);
    var records = employees.get (null);
    var photo = records[0].get_blob ("Photo");

    assert (records[0].get_text ("Salary") == "0.10");
    assert (photo.compare (new Bytes ({ 0, 1, 255 })) == 0);
    assert (records[1].is_null ("Name") && records[1].has ("Name"));
    assert (!records[1].has ("Nothing"));
    assert (records[2].get_int64 ("Id") == int64.MAX);
    assert (records[2].get_text ("Name") == "Žofie");
    assert (records[2].get_value ("Id").to_string () == "9223372036854775807");

    var made = new Vmx.Record.from_json ("{\"Id\": 9007199254740993}");
    made.set_text ("Name", "Ada");
    assert (made.to_json () == "{\"Id\":\"9007199254740993\",\"Name\":\"Ada\"}");
    Variant variant = made.to_variant ();
    assert (new Vmx.Record.from_variant (variant).to_json () == made.to_json ());
}

async void run_yielding (Vmx.Client client) throws Error {
    yield client.setup_async (null, null);
    var employees = client.get_object ("Employee");
    var states = new GenericArray<int> ();
    employees.progress.connect ((progress) => states.add (progress.get_state ()));
    var options = new Vmx.SyncOptions.from_json ("{\"filter\": \"Id le 2\"}");
    var result = yield employees.start_sync_async (options, null);
    assert (result.get_total_downloaded_records () == 2);
    assert (states[0] == Vmx.SyncState.STARTED);
    assert (states[states.length - 1] == Vmx.SyncState.ENDED);
    assert (employees.fraction == 1.0 && !employees.syncing);

    var order = new Vmx.ReadOptions ();
    order.add_order ("Id", Vmx.Order.DESCENDING);
    var records = yield employees.get_async (order, null);
    assert (records.length == 2 && records[0].get_int64 ("Id") == 2);
    var rows = yield client.execute_select_query_async ("select 1 as x", null);
    assert (rows[0].get_int64 ("x") == 1);
}

void test_yield () throws Error {
    var client = new_employees ().client;
    var done = wait_for ((on_done) => run_yielding.begin (client, on_done));
    run_yielding.end (done);
}

void test_errors () throws Error {
    var employees = new_employees ();
    var codes = new GenericArray<int> ();

    try {
        employees.start_sync (new Vmx.SyncOptions.from_json (
            "{\"filter\": \"Idd le 2\", \"strictFilter\": true}"));
    } catch (Vmx.Error.INVALID_FILTER error) {
        codes.add (error.code);
        assert (error.message.contains ("Idd"));
    }
    try {
        employees.client.get_object ("Employe");
    } catch (Vmx.Error error) {
        assert (error is Vmx.Error.OBJECT_NOT_FOUND);
        codes.add (error.code);
    }
    try {
        var cancellable = new Cancellable ();
        cancellable.cancel ();
        employees.start_sync (null, cancellable);
    } catch (IOError.CANCELLED error) {
        codes.add (error.code);
    }
    assert (codes.length == 3);
    assert (codes[0] == 2472 && codes[1] == 2333 && codes[2] == IOError.CANCELLED);
}

void test_edits () throws Error {
    var employees = new_employees ();
    employees.start_sync (null);
    var created = employees.create (new Vmx.Record.from_json ("{\"Name\": \"Žofie\"}"), null);
    assert (created.get_int64 ("Id") == -1);

    var options = new Vmx.WriteOptions.from_json ("{\"primaryKeys\": {\"Id\": -1}}");
    options.set_mark_for_upload (false);
    var salary = new Vmx.Record ();
    salary.set_value ("Salary", new Vmx.Value.parsed (Vmx.ColumnType.DECIMAL, "0.10"));
    assert (employees.update (salary, options) == 1);
    var keys = employees.get_upload_deferred_record_keys ();
    assert (keys.length == 1 && keys[0].get_int64 ("Id") == -1);

    var pending = employees.get_pending_records_for_upload ();
    assert (pending.length == 1 && pending[0].get_state () == Vmx.ChangeState.DEFERRED);
    var change = pending[0].get_changes ()[1];
    assert (change.get_action () == Vmx.ChangeAction.UPDATE);
    assert (change.get_values ().get_text ("Salary") == "0.10");

    assert (employees.rollback (null));
    assert (employees.get_pending_records_for_upload ().length == 0);
    assert (employees.get (null).length == 3);
    try {
        employees.delete_by_pk (options);
        assert_not_reached ();
    } catch (Vmx.Error.NO_RECORD error) {
        assert (error.message.contains ("Employee"));
    }
}

async void run_editing (Vmx.Obj employees) throws Error {
    var created = yield employees.create_async (
        new Vmx.Record.from_json ("{\"Name\": \"Ada\", \"Salary\": 1}"), null, null);
    assert (created.get_int64 ("Id") == -1);
    var options = new Vmx.WriteOptions.from_json ("{\"filter\": \"Id lt 3\"}");
    var change = new Vmx.Record.from_json ("{\"Salary\": 2}");
    assert ((yield employees.update_async (change, options, null)) == 3);
    assert (yield employees.delete_async (options, null));
    assert ((yield employees.get_pending_records_for_upload_async (null)).length == 2);
    assert (yield employees.client.rollback_async (null));

    var group = new Vmx.EditGroup (employees.client);
    group.create (employees, change, null);
    group.update (employees, change, null);
    assert (yield group.apply_async (null));
    assert (group.get_created (0).get_int64 ("Id") == -2);
    assert (group.get_count (1) == 4);
    assert (yield employees.clear_offline_data_async (null, null));
    assert (employees.get (null).length == 0);
    try {
        yield employees.update_by_pk_async (change, null, null);
        assert_not_reached ();
    } catch (Vmx.Error.OPTIONS_EMPTY error) {
        assert (error.code == 2312);
    }
}

void test_yielding_edits () throws Error {
    var employees = new_employees ();
    employees.start_sync (null);
    var done = wait_for ((on_done) => run_editing.begin (employees, on_done));
    run_editing.end (done);
}

class Transport : Object, Vmx.Transport {
    public bool failing;

    public bool open (Vmx.Authenticator? authenticator, Cancellable? cancellable) throws Error {
        return true;
    }

    public bool close () throws Error {
        return true;
    }

    public Vmx.TransportFeatures get_features () {
        return Vmx.TransportFeatures.NONE;
    }

    public Vmx.ServiceSchema fetch_schema (Cancellable? cancellable) throws Error {
        var employee = new Vmx.ObjectSchema ("Employee");
        var schema = new Vmx.ServiceSchema ();

        employee.add_column (new Vmx.Column ("Id", Vmx.ColumnType.INT64, Vmx.ColumnFlags.NONE));
        employee.add_column (new Vmx.Column ("Name", Vmx.ColumnType.STRING,
                                             Vmx.ColumnFlags.NULLABLE));
        employee.add_key_column ("Id");
        schema.add_object (employee);
        return schema;
    }

    public Vmx.RecordBatch fetch_batch (Vmx.FetchRequest request,
                                        Cancellable? cancellable) throws Error {
        if (failing)
            throw new Vmx.Error.OFFLINE ("the cable is out");
        var batch = new Vmx.RecordBatch (request.get_schema ());
        batch.append_json ("{\"Id\": 1, \"Name\": \"Anna\"}");
        return batch;
    }
}

class Shouter : Object, Vmx.Processor {
    public bool prepare (Vmx.ObjectSchema schema) throws Error {
        return true;
    }

    public bool process_download (Vmx.RecordBatch batch, Vmx.RecordBatch? stored) throws Error {
        var column = batch.get_schema ().get_column_index ("Name");

        for (uint row = 0; row < batch.get_n_rows (); row++) {
            var text = batch.peek_value (row, column).to_string ();
            batch.set_value (row, column, new Vmx.Value.text (text.up ()));
        }
        return true;
    }
}

void test_plugins () throws Error {
    var transport = new Transport ();
    var client = new_client ();

    client.add_service ("HR", null, null).set_transport (transport);
    client.setup (null);
    var employees = client.get_object ("Employee");
    employees.add_processor (new Shouter ());
    var done = wait_for ((on_done) => employees.start_sync_async.begin (null, null, on_done));
    assert (employees.start_sync_async.end (done).get_total_downloaded_records () == 1);
    assert (employees.get (null)[0].get_text ("Name") == "ANNA");

    transport.failing = true;
    try {
        employees.start_sync (null);
        assert_not_reached ();
    } catch (Vmx.Error.OFFLINE error) {
        assert (error.message.contains ("cable"));
    }
}

int main (string[] args) {
    Test.init (ref args);
    add_test ("/vala/blocking", test_blocking);
    add_test ("/vala/records", test_records);
    add_test ("/vala/yield", test_yield);
    add_test ("/vala/errors", test_errors);
    add_test ("/vala/edits", test_edits);
    add_test ("/vala/yielding-edits", test_yielding_edits);
    add_test ("/vala/plugins", test_plugins);
    return Test.run ();
}
