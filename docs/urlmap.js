// SPDX-License-Identifier: LGPL-2.1-or-later
// Where the reference of other libraries is, for links out of ours.
baseURLs = [
  ['GLib', 'https://docs.gtk.org/glib/'],
  ['GObject', 'https://docs.gtk.org/gobject/'],
  ['Gio', 'https://docs.gtk.org/gio/'],
];
