#!/usr/bin/python3
# test-refused.py - the window where the kernel refuses to record switches, as Debian's does by default
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-refused.py SKEIN TASK, within with-display, within the program of refuse-perf.c with the
# setting 3. A picture is kept in the folder SKEIN_ARTEFACTS, where that can be written.

import os
import pathlib
import re
import subprocess
import sys
import time

from skein_ui import App, Tests, act, end_with_parent, is_seen, seen, wait, walk

SKEIN, TASK = sys.argv[1:3]
PICTURES = pathlib.Path(os.environ.get('SKEIN_ARTEFACTS', 'screenshots'))
BADGE = re.compile(r'(Exact|Own processes exact|Sampled)\b')
SELECTED = 'refused'
# Who is read a thousand times a second is told of in ticks of the kernel, the longest of which is 10 ms.
FINE_MS = 20

tests = Tests()


def take(app, name):
    try:
        PICTURES.mkdir(parents=True, exist_ok=True)
        app.screenshot(PICTURES / f'{name}.png')
    except (OSError, subprocess.CalledProcessError):
        print('# no picture was kept of', name)


def texts(root):
    return [node.get_name() for node in walk(root) if node.get_role_name() == 'label' and is_seen(node)]


def explained(app):
    """What the badge has behind it."""
    act(seen(app.window, 'push button', BADGE) or seen(app.window, 'toggle button', BADGE))
    wait(lambda: seen(app.root, 'push button', 'Try again'), 'its popover')
    time.sleep(0.3)
    take(app, 'refused-badge')
    words = '\n'.join(texts(app.root))
    app.key('Escape')
    return words


def focus_timeline(app):
    for _ in range(60):
        focused = app.focused()
        if focused and focused.get_role_name() == 'list item' and 'Processes' not in focused.get_name():
            return
        app.key('Tab')
    raise AssertionError('Tab does not reach the timeline')


def milliseconds(speech):
    """How long what the cursor is on lasts: "from 10:11:12.3, 4.0 ms long"."""
    number, unit = re.search(r'([\d.]+)\W(µs|ms|s) long', speech).groups()
    return float(number) * {'µs': 0.001, 'ms': 1, 's': 1000}[unit]


@tests
def badge_says_sampled_and_why_and_what_would_raise_it(app):
    wait(lambda: BADGE.match(seen(app.window, 'label', BADGE).get_name()).group(1) == 'Sampled', 'the badge')
    time.sleep(1)
    words = explained(app)
    assert re.search(r'3 selected threads in view are read 1\W?000 times a second, and all others \d+ times', words), words
    assert 'drawn as shares of the time since the one before' in words, words
    assert 'perf_event_paranoid is 3, as Debian and Ubuntu have it' in words, words
    assert 'sudo sysctl kernel.perf_event_paranoid=2' in words, words


@tests
def a_busy_thread_of_the_selection_is_known_more_finely_than_by_samples(app):
    time.sleep(1)
    focus_timeline(app)
    app.key('space')
    for _ in range(8):
        app.key('plus')
        time.sleep(0.1)
    for _ in range(20):
        app.key('Down')
        time.sleep(0.1)
        speech = app.focused().get_name()
        if 'spinner' in speech:
            break
    assert 'spinner' in speech, speech
    # Back from the newest, which may not have been told yet.
    heard = []
    for _ in range(12):
        app.key('Left')
        time.sleep(0.05)
        heard.append(app.focused().get_name())
    lengths = [milliseconds(speech) for speech in heard]
    assert len(set(heard)) > 6, heard
    # On a busy machine it may have to wait for a core for longer than that, now and then.
    assert sum(length <= FINE_MS for length in lengths) >= 3, heard
    assert any('Running' in speech for speech in heard), heard
    take(app, 'refused-cursor')
    app.key('space')
    app.key('End')


@tests
def who_is_not_selected_costs_nothing(app):
    """Without a selection nobody is read often, and the badge says what to do about it."""
    def threads():
        return {pathlib.Path(task, 'comm').read_text().strip() for task in pathlib.Path(f'/proc/{app.pid}/task').iterdir()}

    assert 'poller' in threads(), threads()
    app.key('alt+2')
    wait(lambda: 'poller' not in threads(), 'nobody looks at the timeline')
    app.key('alt+1')
    wait(lambda: 'poller' in threads(), 'somebody does')
    focus_timeline(app)
    app.key('space')
    wait(lambda: 'poller' not in threads(), 'nothing is read in a pause')
    app.key('space')
    wait(lambda: 'poller' in threads(), 'it goes on')


@tests
def all_of_it_without_a_warning(app):
    assert not app.output(), app.output()


def main():
    with subprocess.Popen([TASK, SELECTED, '*spinner', 'sleeper'], stdout=subprocess.PIPE,
                          preexec_fn=end_with_parent) as task:
        assert task.stdout.readline() == b'ready\n'
        app = App(SKEIN, '--select', SELECTED, '--page', 'timeline', '--size', '1280x800')
        try:
            return tests.run(app)
        finally:
            app.kill()
            task.kill()


if __name__ == '__main__':
    sys.exit(main())
