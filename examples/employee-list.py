#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Shows the employees in a GTK window that follows the store.

    employee-list.py STORE URL [TRANSPORT]
"""
import sys

import gi

gi.require_version('Gtk', '4.0')
gi.require_version('Vmx', '1')
from gi.repository import GLib, GObject, Gio, Gtk, Vmx  # noqa: E402

COLUMNS = {
    'LastName': 'Last name',
    'FirstName': 'First name',
    'City': 'City',
    'Country': 'Country',
}


def show_value(label, record, name):
    value = record.get(name)
    label.set_text('' if value is None else str(value))


def new_column(name, title):
    factory = Gtk.SignalListItemFactory()
    factory.connect('setup', lambda _, item: item.set_child(Gtk.Label(xalign=0)))
    factory.connect('bind', lambda _, item: show_value(item.get_child(), item.get_item(), name))
    return Gtk.ColumnViewColumn(title=title, factory=factory, expand=True, resizable=True)


class EmployeeWindow(Gtk.ApplicationWindow):
    def __init__(self, employees, **properties):
        super().__init__(title='Employees', default_width=720, default_height=480, **properties)
        self.employees = employees
        # The list is empty until setup is done, and follows each sync after that.
        self.model = Vmx.RecordModel(employees, {'orderByMap': [{'LastName': 'ASC'}]})
        self.model.connect('items-changed', lambda *_: self.show_status())
        self.model.connect('notify::error', lambda *_: self.show_status())

        self.sync_button = Gtk.Button(label='Sync')
        self.sync_button.connect('clicked', lambda _: self.sync())
        employees.bind_property('syncing', self.sync_button, 'sensitive',
                                GObject.BindingFlags.INVERT_BOOLEAN)
        self.status = Gtk.Label(margin_top=6, margin_bottom=6)
        header = Gtk.HeaderBar()
        header.pack_start(self.sync_button)
        self.set_titlebar(header)

        self.view = Gtk.ColumnView(model=Gtk.SingleSelection(model=self.model),
                                   show_row_separators=True)
        for name, title in COLUMNS.items():
            self.view.append_column(new_column(name, title))
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        box.append(Gtk.ScrolledWindow(child=self.view, vexpand=True))
        box.append(self.status)
        self.set_child(box)

    def show_status(self, message=None):
        error = self.model.get_error()
        if message is None:
            message = error.message if error is not None else f'{len(self.model)} employees'
        self.status.set_text(message)

    def sync(self):
        self.employees.start_sync_async({'downloadBatchSize': 500}, None, self.on_synced)

    def on_synced(self, employees, result):
        try:
            employees.start_sync_finish(result)
        except GLib.Error as error:
            self.show_status(f'{error.code}: {error.message}')


class EmployeeList(Gtk.Application):
    def __init__(self, store, url, transport=None):
        super().__init__(flags=Gio.ApplicationFlags.NON_UNIQUE)
        self.client = Vmx.Client.new(store)
        self.client.add_service('HR', transport, url)
        self.window = None

    def do_activate(self):
        employees = self.client.get_object('Employees')
        self.window = EmployeeWindow(employees, application=self)
        self.window.sync_button.set_sensitive(False)
        self.client.setup_async(None, None, self.on_set_up)
        self.window.present()

    def on_set_up(self, client, result):
        try:
            client.setup_finish(result)
        except GLib.Error as error:
            self.window.show_status(f'{error.code}: {error.message}')
            return
        self.window.sync_button.set_sensitive(True)


def main():
    if len(sys.argv) < 3:
        print(f'usage: {sys.argv[0]} STORE URL [TRANSPORT]', file=sys.stderr)
        return 2
    return EmployeeList(*sys.argv[1:]).run(None)


if __name__ == '__main__':
    sys.exit(main())
