#!/usr/bin/env python3
# test-cli-memory.py - what skein-cli memory says of programs that know it themselves
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-cli-memory.py SKEIN-CLI MAPPER [USER]
#
# As USER it runs everything as another user, which takes root.

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import programs

CLI, MAPPER = sys.argv[1:3]
NAME = f'skein test {os.getpid()}'
PAGE = os.sysconf('SC_PAGE_SIZE')
KINDS = {'code', 'data', 'heap', 'stack', 'thread-stack', 'library', 'file', 'anonymous', 'shared', 'kernel'}
number = 0
failed = 0
become = {}


def check(what, good, seen=''):
    global number, failed
    number += 1
    failed += not good
    print('ok' if good else 'not ok', number, '-', what, flush=True)
    if not good and seen != '':
        print('#', repr(seen)[:2000], flush=True)


def skip_all(why):
    print('1..0 # SKIP', why)
    sys.exit(0)


def go_as(user):
    """Everything from here on is done by another user, with programs that it can reach."""
    global CLI, MAPPER
    entry = pwd.getpwnam(user)
    if os.getuid() != 0:
        skip_all(f'only root can become {user}')
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o755)
    CLI, MAPPER = programs.copy(folder, CLI, MAPPER)
    become.update(user=entry.pw_uid, group=entry.pw_gid, extra_groups=[], cwd='/')
    return folder


class Mapper:
    """A program that says what it did, and does more when it is told."""

    def __init__(self, *arguments, identity=None):
        self.process = subprocess.Popen([MAPPER, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        **(become if identity is None else identity))
        self.truth = self.hear()
        self.pid = self.truth['pid']

    def hear(self):
        return json.loads(self.process.stdout.readline())

    def tell(self, value):
        self.process.stdin.write(b'%d\n' % value)
        self.process.stdin.flush()
        return self.hear()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        finally:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()


def call(*arguments):
    return subprocess.run([CLI, 'memory', *map(str, arguments)], capture_output=True, timeout=60, **become)


def look(*pids):
    """What is said of them: by pid, and what they have in common."""
    done = call('--json', *pids)
    check(f'{len(pids)} read: status 0, one line, no complaint',
          done.returncode == 0 and done.stdout.count(b'\n') == 1 and done.stderr == b'', (done.returncode, done.stderr))
    report = json.loads(done.stdout.decode('utf-8'))
    return {process['pid']: process for process in report['processes']}, report['bridges']


def region_at(process, address):
    return next((region for region in process['regions'] if region['start'] <= address < region['end']), {})


def close(one, other, slack):
    return abs(one - other) <= slack


def check_calls():
    for arguments in ((), ('x',), ('0',), ('-1',), ('12x',), ('99999999999',), ('--nonsense', os.getpid())):
        done = call(*arguments)
        check(f'{arguments}: a wrong call',
              done.returncode == 2 and done.stderr.count(b'\n') == 1 and done.stdout == b'', done)
    check('--help', b'Proportional' in call('--help').stdout)
    check('--version', call('--version').stdout.startswith(b'skein-cli '))
    ended = subprocess.Popen(['true'])
    ended.wait()
    done = call(ended.pid)
    check('one that has ended, and no other: status 1 and one line',
          done.returncode == 1 and done.stderr.count(b'\n') == 1 and done.stdout == b'', done)
    with open('/dev/full', 'wb') as full, Mapper('regions', '1') as mapper:
        done = subprocess.run([CLI, 'memory', '--json', str(mapper.pid)], stdout=full, stderr=subprocess.PIPE,
                              timeout=60, **become)
    check('a full disk: status 1 and one line', done.returncode == 1 and done.stderr.count(b'\n') == 1, done)


def check_keys():
    with Mapper('share', FOLDER, NAME) as mapper:
        processes, bridges = look(mapper.pid, mapper.truth['child'], mapper.pid)
        told = list(processes.values())
        check('twice the same is once, in the order of the call', list(processes) == [mapper.pid, mapper.truth['child']])
        check('the keys of a process', all(set(process) == {'pid', 'name', 'rss', 'pss', 'uss', 'swap', 'threads', 'regions'}
                                           for process in told), told)
        check('name and threads', all(process['name'] == 'mapper' and process['threads'] == 1 for process in told))
        always = {'start', 'end', 'perms', 'kind', 'rss', 'pss', 'private', 'shared', 'swap'}
        check('the keys of a region', all(always <= set(region) <= always | {'name', 'tid', 'shared_id'}
                                          for process in told for region in process['regions']))
        check('the keys of a bridge', all({'shared_id', 'name', 'bytes', 'writable', 'pids'} - {'name'} <= set(bridge)
                                          for bridge in bridges), bridges)
        for process in told:
            regions = process['regions']
            check('regions in order, without overlap', all(one['start'] < one['end'] <= other['start']
                                                           for one, other in zip(regions, regions[1:])))
            check('each of a kind that there is', {region['kind'] for region in regions} <= KINDS)
            check('code, globals, stack, libraries, kernel’s',
                  {'code', 'data', 'stack', 'library', 'kernel'} <= {region['kind'] for region in regions})
            check('the kernel’s own lines', [(f"{int(region['start']):08x}", region['perms'])
                                             for region in regions] == read_maps(process['pid']))
            check('code and globals are the program’s own file',
                  {region['name'] for region in regions if region['kind'] == 'code'} == {os.path.realpath(MAPPER)}, regions)
        ids = [bridge['shared_id'] for bridge in bridges]
        used = {region['shared_id'] for process in told for region in process['regions'] if 'shared_id' in region}
        check('the id of a bridge is its alone', len(ids) == len(set(ids)), ids)
        check('and is that of its regions', used <= set(ids), used - set(ids))


def read_maps(pid):
    with open(f'/proc/{pid}/maps', 'rb') as file:
        return [(line.split(b'-')[0].decode(), line.split()[1].decode()) for line in file]


def check_heap():
    """A fork shares everything, and whoever writes gets a copy: both then have their own."""
    with Mapper('heap', '64') as mapper:
        child, size = mapper.truth['child'], mapper.truth['bytes']
        for percent in (0, 10, 50, 100):
            written = mapper.tell(percent)['written']
            check(f'{percent} % written: the mapper did', close(written, size * percent // 100, PAGE))
            processes, bridges = look(mapper.pid, child)
            heaps = [region_at(processes[pid], mapper.truth['start']) for pid in (mapper.pid, child)]
            check(f'{percent} % written: it is the heap', [heap.get('kind') for heap in heaps] == ['heap', 'heap'], heaps)
            for whose, heap in zip(('parent', 'child'), heaps):
                check(f'{percent} % written: the {whose} has as much of its own',
                      close(heap['private'], written, 0.01 * size), (heap, written))
                check(f'{percent} % written: the rest of the {whose} is shared',
                      close(heap['shared'], size - written, 0.01 * size), heap)
                check(f'{percent} % written: and the proportional share of the {whose}',
                      close(heap['pss'], written + (size - written) / 2, 0.01 * size), heap)
            common = [bridge for bridge in bridges if bridge['kind'] == 'copy' and bridge['bytes'] > 0.01 * size]
            check(f'{percent} % written: what is left in common is a bridge that nobody writes',
                  len(common) == (percent < 100) and
                  all(close(bridge['bytes'], size - written, 0.01 * size) and not bridge['writable'] and
                      bridge['pids'] == [mapper.pid, child] for bridge in common), common)
            check(f'{percent} % written: and it is their own, nobody shares it to be written',
                  not any(bridge['writable'] for bridge in bridges), bridges)


def check_shared():
    with Mapper('share', FOLDER, NAME) as mapper:
        child = mapper.truth['child']
        processes, bridges = look(mapper.pid, child)
        shared = [bridge for bridge in bridges if bridge['kind'] == 'shared']
        for thing in mapper.truth['objects']:
            found = [bridge for bridge in shared if bridge.get('name') == thing['name']]
            check(f"{thing['kind']}: one bridge of its name", len(found) == 1, bridges)
            if len(found) != 1:
                continue
            bridge = found[0]
            check(f"{thing['kind']}: of its size", bridge['bytes'] == thing['bytes'], (bridge, thing))
            check(f"{thing['kind']}: with its rights", bridge['writable'] == thing['child_writes'] and
                  [end['writable'] for end in bridge['ends']] == [True, thing['child_writes']], bridge)
            check(f"{thing['kind']}: between the two", bridge['pids'] == [mapper.pid, child], bridge)
            ends = [region_at(processes[mapper.pid], thing['parent_start']),
                    region_at(processes[child], thing['child_start'])]
            check(f"{thing['kind']}: both regions say so",
                  all(region.get('shared_id') == bridge['shared_id'] for region in ends), ends)
            check(f"{thing['kind']}: both regions are shared memory, as far as they can be written",
                  ends[0]['kind'] == 'shared' and ends[0]['perms'] == 'rw-s' and
                  ends[1]['perms'] == ('rw-s' if thing['child_writes'] else 'r--s'), ends)
        again = region_at(processes[mapper.pid], mapper.truth['again'])
        check('mapped a second time it is of the same bridge', again.get('shared_id') ==
              next((bridge['shared_id'] for bridge in shared if 'memfd' in bridge['name']), ''), again)
        check('five are shared, and no more', len(shared) == len(mapper.truth['objects']), shared)
        others = [bridge for bridge in bridges if bridge['kind'] != 'shared']
        check('the program and its libraries are no bridges to be written',
              others and not any(bridge['writable'] for bridge in others), others)
        check_shared_text(call(mapper.pid, child).stdout.decode('utf-8').replace('\N{NO-BREAK SPACE}', ' '), mapper.pid, child)
    check('nothing is left of it', not os.path.exists(f'/dev/shm/{NAME}') and not os.path.exists(os.path.join(FOLDER, NAME)))


def check_shared_text(text, parent, child):
    lines = text.splitlines()
    check('for people: a head for each', [line.split(':')[0] for line in lines if line.startswith('mapper')] ==
          [f'mapper ({parent})', f'mapper ({child})'], text)
    for words in ('4.2 MB', 'Shared memory skein demo: ', f'{parent} and {child}, both may write', f'only {parent} may write',
                  'proportional', 'Heap', 'Stack of main', 'Libraries', 'one copy'):
        check(f'for people: “{words}”', words in text, text)
    check('for people: as a table', len({line.index('  Heap') for line in lines if '  Heap' in line}) == 1, text)
    whole = call('--all', parent).stdout.decode('utf-8').splitlines()
    check('for people: each region, with --all', len(whole) > len(read_maps(parent)), whole)


def read_rollup(pid):
    with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as file:
        figures = {line.split(':')[0]: int(line.split()[1]) * 1024 for line in file.readlines()[1:]}
    return {'rss': figures['Rss'], 'pss': figures['Pss'], 'swap': figures['Swap'],
            'uss': figures['Private_Clean'] + figures['Private_Dirty']}


def add_up(process):
    sums = {key: sum(region[key] for region in process['regions']) for key in ('rss', 'pss', 'private', 'swap')}
    sums['uss'] = sums.pop('private')
    return sums


def check_totals():
    """Of stopped processes: what they are made of is what the kernel says of the whole. Others, that come
    and go, change whose the pages of libraries are: one of several readings has to agree, not each. The
    kernel rounds the proportional share down in each region, less than a KiB; and who reads it here is one
    more that maps the libraries."""
    path = os.path.join(FOLDER, 'file')
    with open(path, 'wb') as file:
        file.write(bytes(PAGE))
        file.flush()
        os.fsync(file.fileno())
    os.chmod(path, 0o644)
    with Mapper('share', FOLDER, NAME) as first, Mapper('heap', '8') as second, Mapper('threads', '3') as third, \
            Mapper('files', path) as fourth:
        pids = [first.pid, first.truth['child'], second.pid, second.truth['child'], third.pid, fourth.pid]
        second.tell(30)
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        agreed = {pid: set() for pid in pids}
        for _ in range(60):
            processes, _ = look(*pids)
            for pid in pids:
                process, sums, kernel = processes[pid], add_up(processes[pid]), read_rollup(pid)
                agreed[pid] |= {key for key in ('rss', 'uss', 'swap') if sums[key] == process[key] == kernel[key]}
                if close(process['pss'], kernel['pss'], 64 << 10) and 0 <= process['pss'] - sums['pss'] < 1024 * len(process['regions']):
                    agreed[pid].add('pss')
            if all(len(keys) == 4 for keys in agreed.values()):
                break
            time.sleep(0.05)
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        of_file = region_at(processes[fourth.pid], fourth.truth['starts'][0])
        check('a page of a file that nobody else reads is its own, though it is as on the disk',
              of_file.get('private') == of_file.get('rss') == PAGE, of_file)
        for pid, keys in agreed.items():
            check('all sums are the kernel’s', keys == {'rss', 'pss', 'uss', 'swap'}, (pid, keys))


def check_threads():
    with Mapper('threads', '50') as mapper:
        threads = mapper.truth['threads']
        processes, _ = look(mapper.pid)
        stacks = [region for region in processes[mapper.pid]['regions'] if region['kind'] == 'thread-stack']
        right = [thread for thread in threads
                 if region_at(processes[mapper.pid], thread['address']).get('tid') == thread['tid']]
        check('50 threads: each has its stack, the one that never rests too', len(right) == 50, len(right))
        check('50 threads: and there are no more stacks', len(stacks) == 50, len(stacks))
        check('50 threads: by name', sorted(region.get('name', '') for region in stacks) ==
              sorted(thread['name'] for thread in threads), stacks[:3])
        main = [region for region in processes[mapper.pid]['regions'] if region['kind'] == 'stack']
        check('50 threads: the main one has the kernel’s', len(main) == 1 and main[0].get('tid') == mapper.pid and
              main[0]['name'] == '[stack]', main)
        text = call(mapper.pid).stdout.decode('utf-8')
        check('50 threads, for people: by name', 'Stack of inhabitant ' in text, text)
        done = call(threads[7]['tid'])
        check('the number of a thread: a wrong call, and whose it is',
              done.returncode == 2 and done.stderr.count(b'\n') == 1 and str(mapper.pid).encode() in done.stderr, done)
        mapper.tell(7)
        processes, _ = look(mapper.pid)
        check('one ended: one thread fewer', processes[mapper.pid]['threads'] == 50)
        check('one ended: its stack is nobody’s', not any(region.get('tid') == threads[7]['tid']
                                                         for region in processes[mapper.pid]['regions']) and
              region_at(processes[mapper.pid], threads[7]['address']).get('kind') != 'thread-stack')


def check_contexts():
    with Mapper('contexts', '4') as mapper:
        processes, _ = look(mapper.pid)
        found = [region_at(processes[mapper.pid], stack['start']) for stack in mapper.truth['stacks']]
        check('stacks of its own making: there, and said to be no thread’s',
              all(region['kind'] == 'anonymous' and 'tid' not in region for region in found), found)


def check_leaderless():
    with Mapper('leaderless', '16') as mapper:
        processes, _ = look(mapper.pid)
        told = processes[mapper.pid]
        check('whose main thread has ended has the memory of the others', told.get('rss', 0) > 16 << 20 and
              sum(region['private'] for region in told['regions']) > 16 << 20, {**told, 'regions': len(told['regions'])})
        check('and the stack of the other', mapper.truth['tid'] in [region.get('tid') for region in told['regions']])


def check_names():
    names = {b'with space': 'with space', b'new\nline': 'new\\nline', b'bad \xff\xfe': 'bad \\xff\\xfe',
             'grün'.encode(): 'grün', b' (deleted)': ' (deleted)', b'lib.so': 'lib.so'}
    paths = [os.path.join(FOLDER.encode(), name) for name in names]
    for path in paths:
        with open(path, 'wb') as file:
            file.write(bytes(PAGE))
        os.chmod(path, 0o644)
    with Mapper('files', *paths) as mapper:
        os.unlink(paths[0])
        processes, _ = look(mapper.pid)
        told = [region_at(processes[mapper.pid], start) for start in mapper.truth['starts']]
        wanted = [f'{FOLDER}/{name}' for name in names.values()]
        wanted[0] += ' (deleted)'
        check('odd names are escaped, none is dropped', [region.get('name') for region in told] == wanted, told)
        check('files are files, and libraries libraries',
              [region.get('kind') for region in told] == ['file'] * 5 + ['library'], told)
        done = call('--all', mapper.pid)
        check('for people: each in its line', done.returncode == 0 and b'new\\nline' in done.stdout)
    for path in paths[1:]:
        os.unlink(path)


def check_large():
    with Mapper('regions', '10000') as mapper:
        processes, _ = look(mapper.pid)
        inside = [region for region in processes[mapper.pid]['regions']
                  if mapper.truth['start'] <= region['start'] < mapper.truth['start'] + mapper.truth['bytes']]
        check('10,000 regions: all are there, in RAM, and its own', len(inside) == 10000 and
              all(region['rss'] == region['private'] == PAGE for region in inside), len(inside))
        check('10,000 regions, for people: few lines', call(mapper.pid).stdout.count(b'\n') < 60)
    with Mapper('reserve', '1024') as mapper:
        processes, _ = look(mapper.pid)
        region = region_at(processes[mapper.pid], mapper.truth['start'])
        check('a terabyte is reserved, and little of it used', region['end'] - region['start'] >= mapper.truth['bytes'] and
              region['rss'] == region['private'] == mapper.truth['touched'], region)


def check_unreadable():
    with Mapper('regions', '3') as mapper:
        ended = subprocess.Popen(['true'])
        ended.wait()
        processes, _ = look(ended.pid, mapper.pid)
        check('one that has ended is no error for the others',
              processes[ended.pid] == {'pid': ended.pid, 'error': 'ended', 'regions': []} and
              processes[mapper.pid]['rss'] > 0, processes[ended.pid])
        done = call('--json', ended.pid)
        check('one that has ended, and no other: status 1 and one line, and an object that says so',
              done.returncode == 1 and done.stderr.count(b'\n') == 1 and json.loads(done.stdout) == {
                  'processes': [{'pid': ended.pid, 'error': 'ended', 'regions': []}], 'bridges': []}, done)
        check('for people: neither', f'{ended.pid}: there is no such process'.encode() in call(ended.pid, mapper.pid).stdout)
        for _ in range(20):
            with subprocess.Popen(['sleep', '0.02'], **become) as dying:
                done = call('--json', mapper.pid, dying.pid)
            check('one that ends meanwhile neither', done.returncode == 0 and done.stderr == b'' and
                  len(json.loads(done.stdout)['processes']) == 2, done)
        if become:
            with Mapper('regions', '3', identity={}) as foreign:
                processes, _ = look(foreign.pid, mapper.pid)
                told = processes[foreign.pid]
                check('another user’s: says so, and has no figures', told == {
                    'pid': foreign.pid, 'name': 'mapper', 'error': 'forbidden', 'threads': 1, 'regions': []}, told)
                done = call(foreign.pid, mapper.pid)
                check('another user’s, for people: says whose', b'another user' in done.stdout and b'root' in done.stdout, done)
                done = call(foreign.pid)
                check('another user’s and no other: status 1 and one line', done.returncode == 1 and done.stdout == b'' and
                      done.stderr.count(b'\n') == 1 and b'root' in done.stderr, done)
                done = call('--json', foreign.pid)
                check('another user’s and no other, for programs: an object that says so, too',
                      done.returncode == 1 and done.stderr.count(b'\n') == 1 and json.loads(done.stdout) == {
                          'processes': [told], 'bridges': []}, done)


def check_no_leftovers():
    """Whatever came of it: the names are ours, the segments those of programs that have ended."""
    for path in (f'/dev/shm/{NAME}', os.path.join(FOLDER, NAME)):
        if os.path.exists(path):
            os.unlink(path)
            check(f'{path} was left', False)


def main():
    global FOLDER
    copies = go_as(sys.argv[3]) if len(sys.argv) > 3 else None
    FOLDER = os.path.realpath(tempfile.mkdtemp())
    os.chmod(FOLDER, 0o777)
    try:
        for group in (check_calls, check_keys, check_heap, check_shared, check_totals, check_threads, check_contexts,
                      check_leaderless, check_names, check_large, check_unreadable):
            group()
    finally:
        check_no_leftovers()
        for folder in filter(None, (FOLDER, copies)):
            shutil.rmtree(folder)
    print(f'1..{number}')
    sys.exit(failed > 0)


FOLDER = None
main()
