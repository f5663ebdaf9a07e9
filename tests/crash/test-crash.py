#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Kills a program that edits a store, again and again, and looks at what it leaves.

    test-crash.py WRITER VMXSYNC [SEED]

Whatever the moment: every edit that was reported as done is there with its change, and of the one
that was begun either all is there or nothing. The store is never made anew.
"""

import collections
import contextlib
import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROUNDS = 200
MAX_REPORTS = 12
MAX_WAIT = 0.004
MAX_WAIT_AT_START = 0.1


class Model:
    """What the reports say the store has to hold."""

    def __init__(self, rooms):
        self.rooms = {number: (text, seats) for number, text, seats in rooms}
        self.counters = set()
        self.changes = {}
        self.originals = {}

    def copy(self):
        copy = Model([])
        copy.rooms = dict(self.rooms)
        copy.counters = set(self.counters)
        copy.changes = {key: list(changes) for key, changes in self.changes.items()}
        copy.originals = dict(self.originals)
        return copy

    def apply(self, edits):
        for edit in edits:
            if edit['action'] == 'count':
                self.counters.add(edit['value'])
            else:
                self.apply_to_room(**edit)

    def apply_to_room(self, action, key, values=None):
        changes = self.changes.setdefault(key, [])
        self.originals.setdefault(key, action)
        if action == 'delete':
            del self.rooms[key]
            # What was created here leaves nothing to send.
            if any(change[0] == 'create' for change in changes):
                del self.changes[key], self.originals[key]
            else:
                changes.append(('delete', None))
            return
        self.rooms[key] = (values['Text'], values['Seats'])
        changes.append((action, values))

    def difference(self, other):
        for name in ('rooms', 'counters', 'changes', 'originals'):
            if getattr(self, name) != getattr(other, name):
                return name
        return None


def only_given(values, key):
    """The values of a change without the key, which a creation may repeat."""
    if values is None:
        return None
    return {name: value for name, value in json.loads(values).items()
            if not (name == 'Number' and value == key)}


def look(path):
    """Reads the store past the library, and checks what holds for every store."""
    found = Model([])
    # Closed before the next round: an open connection keeps others from recovering the log.
    with contextlib.closing(sqlite3.connect(f'file:{path}?mode=ro', uri=True)) as store:
        assert store.execute('PRAGMA integrity_check').fetchall() == [('ok',)]
        for number, text, seats in store.execute('SELECT "Number", "Text", "Seats" FROM "Room"'):
            found.rooms[number] = (text, seats)
        counters = dict(store.execute('SELECT "Id", "Value" FROM "Counter"'))
        found.counters = set(counters.values())
        assert len(found.counters) == len(counters) and all(key < 0 for key in counters)
        last_seq = 0
        for seq, name, key, action, values in store.execute(
                'SELECT seq, "object", "key", action, record_values FROM vmx_changes ORDER BY seq'):
            last_seq = seq
            number, = json.loads(key)
            if name == 'Room':
                found.changes.setdefault(number, []).append((action, only_given(values, number)))
            else:
                assert (name, action) == ('Counter', 'create') and number in counters, key
        for name, key, action, base in store.execute(
                'SELECT "object", "key", first_action, base_image FROM vmx_originals'):
            assert (base is None) == (action == 'create'), key
            if name == 'Room':
                found.originals[json.loads(key)[0]] = action
        n_counted = store.execute(
            'SELECT (SELECT count(*) FROM vmx_changes WHERE "object" = \'Counter\'),'
            ' (SELECT count(*) FROM vmx_originals WHERE "object" = \'Counter\')').fetchone()
        assert n_counted == (len(counters), len(counters)), n_counted
        meta = dict(store.execute('SELECT name, value FROM vmx_meta'))
        assert int(meta.get('next-seq', 1)) > last_seq, (meta, last_seq)
    return found


def run_writer(writer, path, seed, rand):
    """Kills the writer after some reports and a moment; all that it reported."""
    process = subprocess.Popen([writer, path, str(seed)], stdout=subprocess.PIPE)
    text = b''
    wanted = rand.randint(0, MAX_REPORTS)
    while text.count(b'\n') < wanted:
        block = os.read(process.stdout.fileno(), 65536)
        assert block, f'the writer ended by itself: {process.wait()}'
        text += block
    wait = MAX_WAIT if wanted > 0 else MAX_WAIT_AT_START
    deadline = time.monotonic() + rand.random() * wait
    while (left := deadline - time.monotonic()) > 0:
        if select.select([process.stdout], [], [], left)[0]:
            text += os.read(process.stdout.fileno(), 65536)
    process.kill()
    text += process.stdout.read()
    assert process.wait() == -signal.SIGKILL, 'the writer ended by itself'
    process.stdout.close()
    lines = text.decode().split('\n')
    assert lines.pop() == ''
    return [line.split(' ', 1) for line in lines]


def check_round(path, model, reports, caught):
    """The model of the store as it was found; counts what became of edits that were begun."""
    begun = None
    for word, text in reports:
        if word == 'done':
            model.apply(json.loads(text))
            begun = None
        else:
            begun = json.loads(text)
    found = look(path)
    with_begun = model.copy()
    if begun is not None:
        with_begun.apply(begun)
    if model.difference(found) is None:
        caught['undone' if begun is not None else 'between'] += 1
        return model
    name = with_begun.difference(found)
    assert name is None, f'{name} differ from what was reported; last begun: {begun}'
    caught['whole'] += 1
    return with_begun


def see_doctor(vmxsync, path):
    """The store has to be whole."""
    run = subprocess.run([vmxsync, 'doctor', '--store', path], capture_output=True, text=True,
                         check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def main(writer, vmxsync, seed='1'):
    rand = random.Random(int(seed))
    caught = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'store.db')
        subprocess.run([writer, path], check=True)
        model = look(path)
        assert len(model.rooms) == 30
        see_doctor(vmxsync, path)
        for number in range(1, ROUNDS + 1):
            try:
                reports = run_writer(writer, path, int(seed) * 1000 + number, rand)
                model = check_round(path, model, reports, caught)
                see_doctor(vmxsync, path)
            except Exception:
                print(f'round {number} of seed {seed} fails', file=sys.stderr)
                raise
    print(f'{ROUNDS} rounds: {caught["undone"]} edits left nothing, {caught["whole"]} were done but'
          f' not reported, {caught["between"]} times none was begun;'
          f' {sum(map(len, model.changes.values()))} changes and {len(model.counters)} counters')


if __name__ == '__main__':
    main(*sys.argv[1:])
