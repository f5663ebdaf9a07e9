#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A sync with three callbacks, for programs that have a main loop anyway.

    callbacks.py STORE URL [TRANSPORT]
"""
import sys

import gi

gi.require_version('Vmx', '1')
from gi.repository import GLib, Vmx  # noqa: E402


def main():
    if len(sys.argv) < 3:
        print(f'usage: {sys.argv[0]} STORE URL [TRANSPORT]', file=sys.stderr)
        return 2
    loop = GLib.MainLoop()
    errors = []

    def on_success(result):
        print(f'{result.get_name()}: {result.get_total_downloaded_records()} records downloaded')
        loop.quit()

    def on_failure(error):
        errors.append(error)
        loop.quit()

    def on_progress(progress):
        if (progress.get_phase() == Vmx.SyncPhase.DOWNLOAD
                and progress.get_state() == Vmx.SyncState.ENDED):
            print(f'batch {progress.get_batch_number()}: '
                  f'{progress.get_total_downloaded_records()} records so far')

    try:
        start(*sys.argv[1:4], on_success=on_success, on_failure=on_failure,
              on_progress=on_progress)
        loop.run()
    except GLib.Error as error:
        errors.append(error)
    for error in errors:
        print(f'callbacks: {error.code}: {error.message}', file=sys.stderr)
    return 1 if errors else 0


def start(store, url, transport=None, **callbacks):
    client = Vmx.Client.new(store)
    client.add_service('HR', transport, url)
    client.setup()
    options = {'downloadBatchSize': 2, 'filter': "Country eq 'UK'"}
    client.get_object('Employees').start_sync_with_callbacks(options, **callbacks)


if __name__ == '__main__':
    sys.exit(main())
