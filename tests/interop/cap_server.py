#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Installs and runs the CAP service of tests/interop/cap in a work folder.

As a program, `cap_server.py WORKDIR`, it serves until Ctrl-C.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import time

SOURCE = pathlib.Path(__file__).resolve().parent / 'cap'
INSTALL_SECONDS = 540
START_SECONDS = 120
STOP_SECONDS = 10
NODE_FLOOR = 20
PORT_MARK = 'VMX-CAP-PORT '


class Unavailable(Exception):
    """The server cannot be had on this machine; the message says why."""


def tail(path, lines=15):
    text = path.read_text(encoding='utf-8', errors='replace') if path.exists() else ''
    return '\n'.join(text.splitlines()[-lines:])


def check_node():
    for program in ('node', 'npm'):
        if shutil.which(program) is None:
            raise Unavailable(f'{program} is not installed (Debian: apt install nodejs npm)')
    version = subprocess.run(['node', '--version'], stdout=subprocess.PIPE, check=True, text=True).stdout
    if int(version.strip().lstrip('v').split('.')[0]) < NODE_FLOOR:
        raise Unavailable(f'node {version.strip()} is too old, CAP 9 needs {NODE_FLOOR} or newer')


def install_environment():
    """npm's environment. The SQLite driver is compiled where no ready-made one can be fetched;
    with Debian's node headers that works without another download."""
    environment = dict(os.environ, npm_config_update_notifier='false')
    if os.path.exists('/usr/include/node/node.h'):
        environment['npm_config_nodedir'] = '/usr'
    return environment


def install(work):
    """Copies the project to WORK and installs its packages there, once for each lock file."""
    check_node()
    shutil.copytree(SOURCE, work, dirs_exist_ok=True)
    wanted = hashlib.sha256((work / 'package-lock.json').read_bytes()).hexdigest()
    stamp = work / 'installed'
    if stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    log = work / 'npm.log'
    command = ['npm', 'ci', '--omit=optional', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=1']
    try:
        with open(log, 'wb') as output:
            subprocess.run(command, cwd=work, env=install_environment(), stdin=subprocess.DEVNULL,
                           stdout=output, stderr=subprocess.STDOUT, timeout=INSTALL_SECONDS, check=True)
        # npm can succeed with its scripts switched off; without the driver nothing works.
        subprocess.run(['node', '-e', 'new (require("better-sqlite3"))(":memory:")'], cwd=work,
                       stdin=subprocess.DEVNULL, check=True, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable(f'npm could not install the server: {error}\n{tail(log)}') from error
    stamp.write_text(wanted)


class CapServer:
    """One running server on a loopback port; a context manager.

    name: of the database file and the log.
    service: which of its services the url is about.
    empty: there are no rows in it.
    exact: Int64 and Decimal leave the server as strings with all digits (CAP's option
    ieee754compatible); without it they pass through doubles in the server.
    """

    def __init__(self, work, name='hr', service='hr', exact=True, empty=False):
        self.work = pathlib.Path(work)
        self.service = service
        self.exact = exact
        self.empty = empty
        self.database = self.work / f'{name}.sqlite'
        self.log = self.work / f'{name}.log'
        self.process = None
        self.port = 0
        self.url = None

    def __enter__(self):
        self.start(fresh=True)
        return self

    def __exit__(self, *_exception):
        self.stop()

    def start(self, fresh=False, **settings):
        """Also after stop() or kill(): on the same port and, if not fresh, with the same rows."""
        if fresh:
            for path in self.work.glob(f'{self.database.name}*'):
                path.unlink()
        # CAP notes its services in the home folder and takes its settings from the environment.
        environment = {name: value for name, value in os.environ.items()
                       if not name.upper().startswith('CDS_') and name != 'NODE_ENV'}
        environment.update(HOME=str(self.work), CDS_FEATURES_IEEE754COMPATIBLE=str(self.exact).lower(),
                           CDS_REQUIRES_DB_CREDENTIALS_URL=self.database.name, **settings)
        if self.empty:
            environment['VMX_CAP_EMPTY'] = 'true'
        with open(self.log, 'wb') as output:
            self.process = subprocess.Popen(
                ['node', 'node_modules/@sap/cds/bin/serve.js', '--port', str(self.port)], cwd=self.work,
                env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        try:
            self.port = self._wait_for_port()
        except BaseException:
            self.stop()
            raise
        self.url = f'http://127.0.0.1:{self.port}/odata/v4/{self.service}/'

    def _wait_for_port(self):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            for line in self.log.read_text(encoding='utf-8', errors='replace').splitlines():
                if line.startswith(PORT_MARK):
                    return int(line[len(PORT_MARK):])
            time.sleep(0.1)
        raise RuntimeError(f'the CAP server did not start\n{tail(self.log)}')

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()

    def kill(self):
        self.process.kill()
        self.process.wait()


def main():
    if len(sys.argv) != 2:
        sys.exit('usage: cap_server.py WORKDIR')
    work = pathlib.Path(sys.argv[1]).resolve()
    try:
        install(work)
    except Unavailable as error:
        sys.exit(str(error))
    with CapServer(work) as server:
        print(server.url, flush=True)
        try:
            server.process.wait()
        except KeyboardInterrupt:
            pass


if __name__ == '__main__':
    main()
