/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Downloads the employees of a country and shows the first three.
 *
 *     sync-employees STORE URL [TRANSPORT]
 */

void on_progress (Vmx.SyncProgress progress) {
    if (progress.get_phase () == Vmx.SyncPhase.DOWNLOAD
        && progress.get_state () == Vmx.SyncState.ENDED)
        print ("batch %u: %s records so far\n", progress.get_batch_number (),
               progress.get_total_downloaded_records ().to_string ());
}

async void sync_employees (string store, string url, string? transport) throws Error {
    var client = new Vmx.Client (store);
    client.add_service ("HR", transport, url);
    yield client.setup_async (null, null);

    var employees = client.get_object ("Employees");
    employees.progress.connect (on_progress);
    var options = new Vmx.SyncOptions ();
    options.filter = "Country eq 'UK'";
    options.download_batch_size = 2;
    options.get_sync_stats = true;
    var result = yield employees.start_sync_async (options, null);

    var order = new Vmx.ReadOptions ();
    order.add_order ("LastName", Vmx.Order.ASCENDING);
    var records = yield employees.get_async (order, null);
    for (var i = 0; i < int.min (records.length, 3); i++)
        print ("%s, %s\n", records[i].get_text ("LastName"), records[i].get_text ("FirstName"));
    print ("%s records downloaded in %u batches\n",
           result.get_total_downloaded_records ().to_string (),
           result.get_stats ().get_n_download_batches ());
}

int main (string[] args) {
    var loop = new MainLoop ();
    var status = 0;

    Intl.setlocale ();
    if (args.length < 3) {
        printerr ("usage: %s STORE URL [TRANSPORT]\n", args[0]);
        return 2;
    }
    sync_employees.begin (args[1], args[2], args[3], (source, done) => {
        try {
            sync_employees.end (done);
        } catch (Error error) {
            printerr ("sync-employees: %d: %s\n", error.code, error.message);
            status = 1;
        }
        loop.quit ();
    });
    loop.run ();
    return status;
}
