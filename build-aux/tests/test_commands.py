#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands: ./dev's usage, and install-packages.sh with a dpkg and an apt of our own."""
import os
import pathlib
import subprocess
import tempfile
import unittest

BUILD_AUX = pathlib.Path(__file__).parent.parent
TOOLS = ('awk', 'bash', 'dirname', 'env', 'grep', 'id')
INSTALLED = '#!/bin/bash\n[[ " $PACKAGES " = *" ${!#} "* ]] && echo installed\n'
APT = '#!/bin/bash\necho "$@" >> "$APT_LOG"\nexit "${APT_STATUS:-0}"\n'
SECTIONS = '[build]\n# a comment\ngcc\nmeson\n[ci]\nclang\n'


class Dev(unittest.TestCase):
    def run_dev(self, *arguments):
        return subprocess.run([BUILD_AUX.parent / 'dev', *arguments], capture_output=True,
                              text=True)

    def test_help(self):
        reply = self.run_dev('help')
        self.assertEqual((reply.returncode, reply.stderr), (0, ''))
        for command in ('demo', 'test', 'bench', 'build', 'shell'):
            self.assertIn(f'\n  {command} ', reply.stdout)

    def test_wrong_usage(self):
        for arguments in ((), ('tset',)):
            reply = self.run_dev(*arguments)
            self.assertEqual((reply.returncode, reply.stdout), (2, ''))
            self.assertTrue(reply.stderr.startswith('usage: '))


class InstallPackages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / 'bin').mkdir()
        for tool in TOOLS:
            (self.folder / 'bin' / tool).symlink_to(f'/usr/bin/{tool}')
        self.write('bin/dpkg-query', INSTALLED)
        self.write('bin/apt-get', APT)
        self.write('bin/sudo', '#!/bin/bash\n"$@"\n')
        self.write('install-packages.sh', (BUILD_AUX / 'install-packages.sh').read_text())
        self.write('debian-packages.txt', SECTIONS)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o755)

    def install(self, *sections, packages='', **environment):
        """Status, standard error, and how apt was called."""
        log = self.folder / 'apt.log'
        reply = subprocess.run([self.folder / 'install-packages.sh', *sections],
                               capture_output=True, text=True,
                               env={'PATH': f'{self.folder}/bin', 'PACKAGES': packages,
                                    'APT_LOG': str(log), **environment})
        return (reply.returncode, reply.stderr,
                log.read_text().splitlines() if log.exists() else [])

    def test_nothing_is_missing(self):
        self.assertEqual(self.install('build', packages='gcc meson'), (0, '', []))

    def test_only_what_is_missing_is_installed(self):
        status, _, calls = self.install('build', 'ci', packages='meson')
        self.assertEqual(status, 0)
        self.assertEqual(len(calls), 2)
        self.assertTrue(calls[0].endswith(' update'))
        self.assertTrue(calls[1].endswith(' gcc clang'))

    def test_apt_fails(self):
        status, message, calls = self.install('build', APT_STATUS='100')
        self.assertEqual((status, len(calls)), (1, 1))
        self.assertIn('apt-get install --no-install-recommends gcc meson', message)

    def test_neither_root_nor_sudo(self):
        self.write('bin/sudo', '')
        (self.folder / 'bin' / 'sudo').unlink()
        (self.folder / 'bin' / 'id').unlink()
        self.write('bin/id', '#!/bin/bash\necho 1000\n')
        status, message, calls = self.install('ci')
        self.assertEqual((status, calls), (1, []))
        self.assertIn('apt-get install --no-install-recommends clang', message)

    def test_no_debian(self):
        (self.folder / 'bin' / 'dpkg-query').unlink()
        status, message, calls = self.install('ci')
        self.assertEqual((status, calls), (0, []))
        self.assertIn('clang', message)

    def test_unknown_section(self):
        self.assertEqual(self.install('docs')[0], 2)

    def test_the_real_list_has_both_sections(self):
        self.write('debian-packages.txt', (BUILD_AUX / 'debian-packages.txt').read_text())
        _, _, calls = self.install('build', 'ci', packages=os.environ.get('PACKAGES', ''))
        self.assertIn(' meson ', calls[-1])
        self.assertTrue(calls[-1].endswith(' clang'))


if __name__ == '__main__':
    unittest.main()
