#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts the test cases of a meson run and prints "N passed, N failed, N skipped".

Meson writes two logs. The JUnit one knows the cases of a TAP program, but not that a program
crashed or timed out after its last good case; the JSON one knows how each program ended.
"""
import argparse
import collections
import json
import pathlib
import re
import sys
import xml.etree.ElementTree

GOOD = {'OK', 'EXPECTEDFAIL'}
# Meson puts the output of programs in as it is, colours included, which no XML may hold.
NOT_XML = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')


def read_log(path):
    text = path.read_text(encoding='utf-8', errors='replace')
    return xml.etree.ElementTree.fromstring(NOT_XML.sub('', text))


def read_cases(path):
    """The outcomes of the cases of each program. Those without cases share one suite."""
    cases = collections.defaultdict(list)
    for suite in read_log(path).iter('testsuite'):
        # "project.project:suite / program", or only "project".
        program = suite.get('name').partition('.')[2]
        for case in suite.iter('testcase'):
            if case.find('failure') is not None or case.find('error') is not None:
                outcome = 'failed'
            else:
                outcome = 'skipped' if case.find('skipped') is not None else 'passed'
            cases[program].append(outcome)
    return cases


def count_program(result, cases):
    """The outcomes of one test program."""
    if result in GOOD:
        return cases or ['passed']
    if result == 'SKIP':
        return cases or ['skipped']
    return cases if 'failed' in cases else cases + ['failed']


def count_log(json_path):
    """The outcomes of everything in one log of meson."""
    cases = read_cases(json_path.with_name(json_path.stem + '.junit.xml'))
    outcomes = collections.Counter()
    for line in json_path.read_text(encoding='utf-8').splitlines():
        program = json.loads(line)
        outcomes.update(count_program(program['result'], cases[program['name']]))
    return outcomes


def main():
    parser = argparse.ArgumentParser(description='Counts the test cases of a meson run.')
    parser.add_argument('--exit-status', type=int, default=0, help='what "meson test" returned')
    parser.add_argument('logs', type=pathlib.Path, help='the folder "meson-logs"')
    arguments = parser.parse_args()

    outcomes = collections.Counter()
    try:
        for path in sorted(arguments.logs.glob('testlog*.json')):
            outcomes += count_log(path)
    except (OSError, ValueError, KeyError, xml.etree.ElementTree.ParseError) as error:
        print(f'count-tests: the logs in {arguments.logs} cannot be read: {error}', file=sys.stderr)
        outcomes['failed'] += 1
    if not outcomes:
        print(f'count-tests: {arguments.logs} tells of no test', file=sys.stderr)
        outcomes['failed'] += 1
    elif arguments.exit_status != 0 and not outcomes['failed']:
        print(f'count-tests: no test failed, but meson returned {arguments.exit_status}',
              file=sys.stderr)
        outcomes['failed'] += 1

    print(', '.join(f'{outcomes[word]} {word}' for word in ('passed', 'failed', 'skipped')))
    return 1 if outcomes['failed'] else 0


if __name__ == '__main__':
    sys.exit(main())
