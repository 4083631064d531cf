#!/usr/bin/env python3
# test-cli-refused.py - skein-cli run and render where the kernel refuses to record switches
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-cli-refused.py SKEIN-CLI SWITCHER REFUSE-PERF USER
#
# REFUSE-PERF is the program of refuse-perf.c. USER may be root, or somebody else, which takes root.

import json
import os
import re
import subprocess
import sys
import tempfile

import programs

number = 0
failed = 0


def check(what, good, seen=''):
    global number, failed
    number += 1
    failed += not good
    print('ok' if good else 'not ok', number, '-', what, flush=True)
    if not good:
        print('#', seen, flush=True)


def main():
    cli, switcher, refuse = map(os.path.abspath, sys.argv[1:4])
    user = sys.argv[4]
    if os.getuid() != 0:
        print('1..0 # SKIP it takes root to have another kernel setting')
        return 0

    with tempfile.TemporaryDirectory() as folder:
        # The build may not be open to other users.
        os.chmod(folder, 0o777)
        cli, switcher = programs.copy(folder, cli, switcher)

        def call(paranoid, *arguments):
            done = subprocess.run([refuse, '-p', str(paranoid), '-u', user, cli, *arguments], cwd='/',
                                  capture_output=True, text=True, timeout=50, env=os.environ | {'LC_ALL': 'C.UTF-8'})
            return done.returncode, done.stdout, done.stderr

        def run(paranoid, *arguments):
            return call(paranoid, 'run', *arguments)

        status, output, _ = run(3, '--json', '--', 'sh', '-c', 'exit 3')
        if '# SKIP' in output:
            print(output)
            return 0
        check('its status is the command’s', status == 3, status)

        # Debian's setting, and Ubuntu's: the reason names it, and what it would have to be.
        for paranoid in 3, 4:
            status, output, errors = run(paranoid, '--json', '--', switcher, 'spin', '2', '300')
            # The command's own lines go to standard output as well.
            report = json.loads(output[output.index('{'):])
            check(f'{paranoid}: the JSON says that it is made of samples', report['source'] == 'sampled', report)
            check(f'{paranoid}: and why', f'perf_event_paranoid is {paranoid}, and must be 2 or less' in report['reason'],
                  report)
            check(f'{paranoid}: its threads are there', len(report['threads']) == 3, report)
            threads = {thread['tid']: thread for thread in report['threads']}
            told = [list(map(int, line.split())) for line in output.splitlines() if re.fullmatch(r'[\d ]+', line)]
            # Of some 300 ms. How late a sample is hangs on who else wants the cores.
            check(f'{paranoid}: and what they ran, within a sample', len(told) == 2 and
                  all(abs(threads[tid]['run_ns'] - cpu) < 100e6 for tid, _, _, cpu, _, _ in told), (told, threads))
            check(f'{paranoid}: nothing else is said', status == 0 and errors == '', errors)

        status, output, errors = run(3, '--', switcher, 'spin', '1', '100')
        check('the text says that it is made of samples', 'Made of samples.' in errors, errors)
        check('and why', re.search(r'kernel\.perf_event_paranoid is 3, and must be 2 or less', errors), errors)

        # A container's filter, where the setting would allow it.
        status, output, errors = run(-1, '--', switcher, 'spin', '1', '100')
        check('a filter is no setting', 'sandbox or container' in errors and 'paranoid' not in errors, errors)

        picture = os.path.join(folder, 'picture.svg')
        status, output, errors = call(3, 'render', 'timeline', '-o', picture, '--', switcher, 'sleep', '100', '1000')
        check('a picture is drawn all the same', status == 0 and errors == '', errors)
        with open(picture, encoding='utf-8') as file:
            check('of shares', '<svg' in file.read())

    print(f'1..{number}')
    return failed > 0


sys.exit(main())
