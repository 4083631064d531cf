#!/usr/bin/env python3
# test-cli-run.py - what skein-cli run says of commands that know it themselves
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-cli-run.py SKEIN-CLI SWITCHER [USER]
#
# As USER it runs everything as another user, which takes root. What is measured is compared with
# what the kernel says, not with what a quiet machine would give; where only that can be compared,
# the machine is asked first.

import ctypes
import errno
import json
import os
import platform
import pwd
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

import programs

CLI, SWITCHER = sys.argv[1:3]
TICK = 10_000_000  # the longest tick of a kernel
number = 0
failed = 0
become = {}


def check(what, good, seen=''):
    global number, failed
    number += 1
    failed += not good
    print('ok' if good else 'not ok', number, '-', what, flush=True)
    if not good and seen != '':
        print('#', seen, flush=True)


def skip_all(why):
    print('1..0 # SKIP', why)
    sys.exit(0)


def go_as(user):
    """Everything from here on is done by another user, with programs that it can reach."""
    global CLI, SWITCHER
    entry = pwd.getpwnam(user)
    if os.getuid() != 0:
        skip_all(f'only root can become {user}')
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o755)
    CLI, SWITCHER = programs.copy(folder, CLI, SWITCHER)
    become.update(user=entry.pw_uid, group=entry.pw_gid, extra_groups=[], cwd='/')
    return folder


def call(*arguments):
    return subprocess.run([CLI, 'run', *arguments], capture_output=True, timeout=60, stdin=subprocess.DEVNULL, **become)


def read_stolen():
    """Time that the machine below this one took, which the kernel leaves out of CPU time: we cannot see it."""
    with open('/proc/stat', encoding='ascii') as file:
        return int(file.readline().split()[8]) * TICK


def record(*command, options=()):
    """Runs it, and gives what is said of it, and what it said itself: lines of numbers by thread."""
    stolen = read_stolen()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        path = os.path.join(folder, 'report')
        done = call(*options, f'--json={path}', '--', *command)
        with open(path, encoding='utf-8') as file:
            report = json.load(file)
    told = {int(line.split()[0]): [int(word) for word in line.split()[1:]]
            for line in done.stdout.decode().splitlines() if re.fullmatch(r'[\d ]+', line)}
    stolen = read_stolen() - stolen
    report['stolen'] = stolen + TICK if stolen > 0 or report['wall_ns'] > 500e6 else 0
    report['told'] = told
    report['status'] = done.returncode
    return report


def agree(report, what, wakes=0):
    """Each thread that told of itself, beside what was recorded of it. To whom it wakes on an idle
    core, the kernel counts the time from the wake to the switch as well, some 10 µs each. Within a
    switch it begins to count some tens of nanoseconds before it tells, or after; where it takes a core
    away it chooses the next thread in between, which was seen to take up to 35 µs in a virtual machine
    with others to choose from. To end takes a thread some tens of microseconds."""
    threads = {thread['tid']: thread for thread in report['threads']}
    for tid, (given_up, taken, cpu, run, ready) in report['told'].items():
        thread = threads[tid]
        switches = thread['switches']
        slack = 0.01 * cpu + 300_000 + 100 * given_up + 40_000 * taken + report['stolen']
        check(f'{what}: switches given up, as the kernel counts them',
              abs(switches['given_up'] - given_up) <= 2, f"{switches['given_up']} recorded, {given_up} told")
        check(f'{what}: switches taken away, as the kernel counts them',
              abs(switches['taken'] - taken) <= 2, f"{switches['taken']} recorded, {taken} told")
        check(f'{what}: CPU time within 1 %',
              -slack - wakes * 30_000 <= thread['run_ns'] - cpu <= slack, f"{thread['run_ns']} recorded, {cpu} told")
        # Of one that is woken it is read now and then, and its last moments are missing.
        missing = 150e6 if wakes else 0
        check(f'{what}: ready time within a tick',
              -missing <= thread['ready_ns'] - ready + TICK + 0.01 * ready + report['stolen'] and
              thread['ready_ns'] - ready <= TICK + 0.01 * ready + report['stolen'],
              f"{thread['ready_ns']} recorded, {ready} told")
        check(f'{what}: its times are its life',
              abs(thread['run_ns'] + thread['ready_ns'] + thread['wait_ns'] - thread['end_ns'] + thread['start_ns']) <= 1)
        check(f'{what}: the cores it ran on add up', sum(thread['cores'].values()) == thread['run_ns'])
    check(f'{what}: every thread told of itself', report['told'] and len(report['threads']) == len(report['told']) + 1)
    check(f'{what}: nothing was lost', report['lost'] == 0)
    for name in ('parallelism', 'demand'):
        shares = report[name]['share_at']
        check(f'{what}: the shares of {name} sum to 1', abs(sum(shares) - 1) < 1e-6)
        check(f'{what}: their mean', abs(sum(n * share for n, share in enumerate(shares)) - report[name]['mean']) < 1e-6)
        check(f'{what}: their most', report[name]['most'] == len(shares) - 1 and shares[-1] > 0)
    check(f'{what}: the mean is the run time of all', close(
        report['parallelism']['mean'] * report['wall_ns'], sum(thread['run_ns'] for thread in report['threads']), 0.001))
    # A reading and a switch at the same moment may tell of some of it in two ways.
    wanted = sum(thread['run_ns'] + thread['ready_ns'] for thread in report['threads'])
    check(f'{what}: the mean of the demand is the run and ready time of all, also of whom was woken',
          close(report['demand']['mean'] * report['wall_ns'], wanted, 0.05),
          f"{report['demand']['mean'] * report['wall_ns']:.0f} recorded, {wanted} told")


def close(one, other, share):
    return abs(one - other) <= share * max(abs(one), abs(other))


def check_switches(core):
    report = record(SWITCHER, 'pingpong', '5000', options=('--cores', core))
    agree(report, 'ping-pong on one core')
    check('ping-pong on one core: thousands of switches', report['switches'] >= 5_000, report['switches'])
    check('ping-pong on one core: one at once', report['parallelism']['most'] == 1, report['parallelism'])
    agree(record(SWITCHER, 'pingpong', '2000'), 'ping-pong', wakes=2000)
    report = record(SWITCHER, 'sleep', '1000', '1000')
    agree(report, 'a thousand sleeps', wakes=1000)
    # From whom the core is taken while it falls asleep, past the end of its sleep, does not sleep any more.
    slept = sum(told[0] for told in report['told'].values())
    recorded = sum(thread['switches']['given_up'] for thread in tellers(report))
    check('a thousand sleeps: the kernel counts them', 980 <= slept <= 1010, slept)
    check('a thousand sleeps: none is missed', recorded >= slept, f'{recorded} recorded, {slept} told')


def tellers(report):
    return [thread for thread in report['threads'] if thread['tid'] in report['told']]


def check_spinners(cores):
    one = record(SWITCHER, 'spin', '2', '700', options=('--cores', cores[0]))
    agree(one, 'two on one core')
    check('two on one core: one at once at most', one['parallelism']['most'] == 1, one['parallelism'])
    ours = sum(thread['run_ns'] for thread in one['threads']) / one['wall_ns']
    check('two on one core: as parallel as the core was theirs', abs(one['parallelism']['mean'] - ours) < 0.02)
    check('two on one core: the demand is two', abs(one['demand']['mean'] - 2) < 0.1, one['demand'])

    if len(cores) < 2:
        print('# there is one core only')
        return

    pair = ','.join(cores[:2])
    two = record(SWITCHER, 'spin', '2', '700', options=('--cores', pair))
    agree(two, 'two on two cores')
    check('two on two cores: two at once at most', two['parallelism']['most'] <= 2, two['parallelism'])
    possible = sum(told[3] for told in two['told'].values()) / 700e6
    check('two on two cores: as parallel as schedstat says', abs(two['parallelism']['mean'] - possible) < 0.1,
          f"{two['parallelism']} recorded, {possible} possible")
    if sum(thread['ready_ns'] for thread in tellers(two)) < 0.02 * two['wall_ns']:
        check('two on two cores of a quiet machine: mean of 1.9',
              two['parallelism']['mean'] >= 1.9 and two['parallelism']['most'] == 2, two['parallelism'])
    else:
        print('# the machine is not quiet: they had the cores for', f'{possible / 2:.0%} of the time')

    three = record(SWITCHER, 'spin', '3', '900', options=('--cores', pair))
    agree(three, 'three on two cores')
    check('three on two cores: two at once at most', three['parallelism']['most'] <= 2, three['parallelism'])
    ready = [thread['ready_ns'] for thread in tellers(three)]
    told = [numbers[4] for numbers in three['told'].values()]
    check('three on two cores: ready as long as schedstat says', abs(sum(ready) - sum(told)) < 0.03 * sum(told) + TICK)
    check('three on two cores: together ready for as long as it takes, or longer',
          sum(ready) > 0.9 * three['wall_ns'], f"{ready} of {three['wall_ns']}")
    print('# three on two cores: ready for', ', '.join(f"{one / three['wall_ns']:.0%}" for one in ready))


def check_commands():
    for command, status in ((['sh', '-c', 'exit 3'], 3), (['sh', '-c', 'kill -TERM $$'], 128 + signal.SIGTERM),
                            (['true'], 0)):
        report = record(*command)
        check(f'{command}: its own status', report['status'] == status, report['status'])
        check(f'{command}: and in the report', (report['signal'] + 128 if 'signal' in report else report['exit_code']) == status)
    for command, status in ((['no-such-command-here'], 127), (['/dev/null'], 126)):
        done = call('--', *command)
        check(f'{command}: {status} and one line', done.returncode == status and done.stderr.count(b'\n') == 1, done)
    for arguments in ([], ['--'], ['--cores', 'x', 'true'], ['--cores', '8191', 'true'], ['--nonsense', 'true']):
        done = call(*arguments)
        check(f'{arguments}: a wrong call', done.returncode == 2 and done.stderr.count(b'\n') == 1 and not done.stdout, done)

    done = call('--json', 'sh', '-c', 'echo out; echo err >&2')
    lines = done.stdout.decode().splitlines()
    check('the command has its output for itself, and the object comes after it',
          lines[0] == 'out' and json.loads(lines[1])['exit_code'] == 0 and done.stderr == b'err\n', done)
    done = call('--', 'sh', '-c', 'echo out')
    told = re.findall(r'^ +(\d+) +[\d.]+\u00a0%(.*)$', done.stderr.decode(), re.MULTILINE)
    check('text for people says of what the per cent are',
          len(told) >= 2 and all(of.startswith(' of the time') for n, of in told if n == '0'), done.stderr.decode())
    check('text for people goes beside it', done.stdout == b'out\n' and b'sh' in done.stderr)


def check_families(core):
    began = time.monotonic()
    storm = record(SWITCHER, 'storm', '500')
    check('500 children: each is there', len(storm['threads']) == 501, len(storm['threads']))
    check('500 children: all have ended', not any(thread['alive'] for thread in storm['threads']))
    check('500 children: as many processes', len({thread['pid'] for thread in storm['threads']}) == 501)
    print(f'# took {time.monotonic() - began:.1f} s')

    changed = record('sh', '-c', 'exec sleep 0.05')
    check('exec: one thread, with its last name',
          [thread['name'] for thread in changed['threads']] == ['sleep'], changed['threads'])
    second = record(SWITCHER, 'exec-thread', 'true')
    names = [thread['name'] for thread in second['threads']]
    check('exec of a second thread: it goes on in the place of the first', names[-1] == 'true' and len(names) == 3, names)
    check('exec of a second thread: of one process', len({thread['pid'] for thread in second['threads']}) == 1)
    check('exec of a second thread: all have ended', not any(thread['alive'] for thread in second['threads']))

    orphan = record(SWITCHER, 'orphan', '1000')
    check('a child that outlives its parent does not hold it up', orphan['wall_ns'] < 800e6, orphan['wall_ns'])
    check('and is said to be alive', [thread['alive'] for thread in orphan['threads']] == [False, True], orphan['threads'])


def wait_for_child(pid, name):
    """Until the process has a child that is called so."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as file:
            children = file.read().split()
        for child in children:
            try:
                with open(f'/proc/{child}/comm', 'rb') as file:
                    if file.read() == name.encode() + b'\n':
                        return
            except OSError:
                pass  # It has just gone.
        time.sleep(0.01)


def check_interrupt():
    """As a terminal does it: to all of the foreground. And as kill does it: to us alone."""
    for to_all in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o777)
            path = os.path.join(folder, 'report')
            process = subprocess.Popen([CLI, 'run', f'--json={path}', '--', 'sleep', '30'],
                                       start_new_session=True, **become)
            wait_for_child(process.pid, 'sleep')
            time.sleep(0.3)
            (os.killpg if to_all else os.kill)(process.pid, signal.SIGINT)
            status = process.wait(10)
            with open(path, encoding='utf-8') as file:
                report = json.load(file)
        check('interrupted: the status of the command', status == 128 + signal.SIGINT, status)
        check('interrupted: what was recorded is kept', report['signal'] == signal.SIGINT and
              report['threads'][0]['name'] == 'sleep' and report['wall_ns'] > 200e6, report)


def check_sampled(core):
    report = record(SWITCHER, 'spin', '2', '600', options=('--sampled', '--cores', core))
    check('sampled: says so', report['source'] == 'sampled')
    check('sampled: one at once', report['parallelism']['most'] <= 2 and report['parallelism']['mean'] < 1.1,
          report['parallelism'])
    check('sampled: the shares sum to 1', abs(sum(report['parallelism']['share_at']) - 1) < 1e-6)
    for tid, (_, _, cpu, _, _) in report['told'].items():
        thread = next(thread for thread in report['threads'] if thread['tid'] == tid)
        check('sampled: CPU time within a sample', abs(thread['run_ns'] - cpu) < 60e6 + report['stolen'], f"{thread['run_ns']} {cpu}")


def refuse(error):
    """From here on perf_event_open() fails, as in a container."""
    libc = ctypes.CDLL(None, use_errno=True)
    # Load the number of the call; is it that one? then fail with the error; else go on.
    filter_code = struct.pack('HBBI' * 4, 0x20, 0, 0, 0, 0x15, 0, 1, 298, 0x06, 0, 0, 0x00050000 | error,
                              0x06, 0, 0, 0x7fff0000)
    buffer = ctypes.create_string_buffer(filter_code, len(filter_code))
    program = struct.pack('HxxxxxxP', 4, ctypes.addressof(buffer))
    libc.prctl(38, 1, 0, 0, 0)
    libc.prctl(22, 2, ctypes.create_string_buffer(program, len(program)), 0, 0)


def check_refused():
    if platform.machine() != 'x86_64':
        print('# refusing is tried on x86_64 only')
        return
    for error, words in ((errno.EPERM, 'sandbox'), (errno.ENOSYS, 'kernel'), (errno.EMFILE, 'files')):
        done = subprocess.run([CLI, 'run', '--json', '--', 'sleep', '0.1'], capture_output=True, timeout=30,
                              preexec_fn=lambda: refuse(error), **become)
        report = json.loads(done.stdout)
        check(f'refused with {errno.errorcode[error]}: sampled, and why',
              report['source'] == 'sampled' and words in report['reason'] and report['exit_code'] == 0, report)
        check('and the command is there', [thread['name'] for thread in report['threads']] == ['sleep'], report)


def main():
    folder = go_as(sys.argv[3]) if len(sys.argv) > 3 else None
    cores = [str(core) for core in sorted(os.sched_getaffinity(0))]
    probe = record('true')
    check_commands()
    check_sampled(cores[0])
    check_refused()
    if probe['source'] == 'exact':
        check_switches(cores[0])
        check_spinners(cores)
        check_families(cores[0])
        check_interrupt()
    else:
        check('why every switch is not recorded is said', probe.get('reason'))
        print('# what needs every switch was left out:', probe['reason'])
    if folder is not None:
        shutil.rmtree(folder)
    print(f'1..{number}')
    sys.exit(failed > 0)


main()
