#!/usr/bin/env python3
"""Japanese input into the real window: fcitx5 and mozc on a virtual desk.

What it holds the program to: nothing doubled, nothing lost, no stray Enter. Each gesture is typed into each
kind of field, the plan is saved with Ctrl+S, and the saved file is read; pictures of the screen are not compared.

    cargo build
    tests/ime/input_method.py                        every place, once
    tests/ime/input_method.py --runs 5               five times; tells what was not the same each time
    tests/ime/input_method.py --place table --gesture click
    tests/ime/input_method.py --program target/release/nendo --keep

Debian packages: xvfb openbox xdotool dbus fcitx5 fcitx5-mozc libgl1 libgl1-mesa-dri libegl1 libx11-6 libx11-xcb1
libxcursor1 libxi6 libxkbcommon-x11-0 util-linux. Where one is missing the script says so and ends with status 0.

mozc refuses to work for root: started as root, the script runs the desk as the user of --user (made if missing).
The desk has a display, a home and a message bus of its own in a temporary folder; what the script started, and
nothing else, is ended by its process number. A run takes some minutes.
"""

import argparse
import collections
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOOLS = ["Xvfb", "openbox", "xdotool", "dbus-daemon", "fcitx5", "fcitx5-remote", "setpriv"]
SIZE = (1280, 800)

PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=mozc

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=mozc
Layout=

[GroupOrder]
0=Default
"""


class Failure(Exception):
    """The desk or the program did not do what the script needs."""


class Desk:
    """A display, a window manager, a message bus and the input method, all of its own."""

    def __init__(self, folder, user):
        self.folder, self.user, self.started = folder, user, []
        home = folder / "home"
        (home / ".config/fcitx5/conf").mkdir(parents=True)
        (home / ".config/fcitx5/profile").write_text(PROFILE)
        # The preedit in the window itself, as GTK and Qt programs show it.
        (home / ".config/fcitx5/conf/xim.conf").write_text("UseOnTheSpot=True\n")
        (folder / "run").mkdir(mode=0o700)
        self.env = {
            "HOME": str(home), "USER": user, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "XMODIFIERS": "@im=fcitx",
            "XDG_CONFIG_HOME": str(home / ".config"), "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_RUNTIME_DIR": str(folder / "run"), "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", user, str(folder)], check=True)
        self.env["DISPLAY"] = ":" + self.told("Xvfb", ["Xvfb", "-displayfd", "{}", "-screen", "0", "%dx%dx24" % SIZE, "-nolisten", "tcp"])
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.told("bus", ["dbus-daemon", "--session", "--nofork", "--print-address={}"])
        self.start("openbox", ["openbox"])
        self.start("fcitx5", ["fcitx5", "--disable=wayland"])
        self.wait("fcitx5", lambda: self.run(["fcitx5-remote"]) != "")

    def as_user(self, command):
        if os.geteuid() != 0:
            return command
        return ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--init-groups"] + command

    def start(self, name, command, **options):
        log = open(self.folder / f"{name}.log", "w")
        process = subprocess.Popen(self.as_user(command), env=self.env, stdout=log, stderr=log, cwd="/", start_new_session=True, **options)
        self.started.append(process)
        return process

    def told(self, name, command):
        """Starts a program that writes a line about itself into a descriptor; that line."""
        read, write = os.pipe()
        self.start(name, [part.format(write) for part in command], pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as lines:
            line = lines.readline().strip()
        if not line:
            raise Failure(f"{name} did not start")
        return line

    def run(self, command):
        return subprocess.run(self.as_user(command), env=self.env, capture_output=True, text=True, timeout=20).stdout.strip()

    def wait(self, what, condition, seconds=15.0):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise Failure(f"waited in vain for {what}")
            time.sleep(0.05)

    def end(self, process):
        if process.poll() is None:
            # Its own session: whatever it started goes with it.
            for kind in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(process.pid, kind)
                    process.wait(3)
                    break
                except subprocess.TimeoutExpired:
                    continue
                except ProcessLookupError:
                    break
        if process in self.started:
            self.started.remove(process)

    def close(self):
        for process in reversed(list(self.started)):
            self.end(process)


NODES = ["Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliet", "Kilo"]


def plan_text():
    def node(at, title, body):
        return f'  (\n   id: "{at:026d}",\n   role: Part,\n   title: "{title}",\n{body}  ),\n'

    def body(title):
        return f'   body: [\n    Text("{title.lower()} text"),\n   ],\n'

    nodes = [node(at + 1, title, body(title)) for at, title in enumerate(NODES)]
    return ('(\n format: "nendo-plan",\n version: 1,\n title: "Plan",\n numbering: Preset("city"),\n nodes: [\n'
            + "".join(nodes) + node(90, "会議", "") + " ],\n)\n")


class Window:
    """The program with a fresh plan."""

    def __init__(self, desk, program):
        self.desk, self.path = desk, desk.folder / "home/plan.ron"
        self.in_document = False
        # Each begins as on the first day, whatever view the one before was left in.
        settings = desk.folder / "home/.config/nendo"
        shutil.rmtree(settings, ignore_errors=True)
        settings.mkdir()
        # The tour of the very first day would have the keyboard.
        (settings / "settings.ron").write_text("(tour_seen: true)\n")
        self.path.write_text(plan_text())
        if os.geteuid() == 0:
            for path in (settings, settings / "settings.ron", self.path):
                shutil.chown(path, desk.user)
        self.process = desk.start("nendo", [program, "--lang", "en", str(self.path)])
        desk.wait("the window", lambda: self.x("search", "--onlyvisible", "--name", "plan.ron") != "", 40)
        time.sleep(1.0)
        self.x("mousemove", "900", "400")

    def x(self, *words):
        return self.desk.run(["xdotool", *words])

    def used(self):
        """Seconds of processor time the program has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def settle(self, most=4.0):
        """Waits until the program has nothing to do, as a person waits for the screen. A busy machine would
        else let keys overtake the input method's commands. While composing it draws all the time."""
        end = time.monotonic() + most
        time.sleep(0.1)
        while time.monotonic() < end:
            before = self.used()
            time.sleep(0.15)
            if self.used() - before <= 0.01:
                return

    def key(self, *names):
        for name in names:
            self.x("key", "--", name)
            self.settle(0.7)

    def type(self, text, delay=60):
        self.x("type", "--delay", str(delay), "--", text)
        self.settle(1.2)

    def click(self, x, y):
        self.x("mousemove", str(x), str(y))
        self.settle(0.6)
        self.x("click", "1")
        self.settle()

    def japanese(self):
        """Whether what is typed now goes to mozc."""
        return self.desk.run(["fcitx5-remote"]) == "2"

    def switch_on(self):
        for _ in range(10):
            if self.japanese():
                return
            # A new input context takes the focus with the first key it sees.
            self.key("Control_L")
            self.desk.run(["fcitx5-remote", "-o"])
            time.sleep(0.15)
        raise Failure("the input method does not come on")

    def switch_off(self):
        self.settle()
        self.desk.run(["fcitx5-remote", "-c"])
        time.sleep(0.1)

    def choose(self, title):
        """Selects an item through the palette; the outline has the keyboard then."""
        self.switch_off()
        self.key("ctrl+k")
        self.type(title, 30)
        self.key("Return")

    def save(self):
        self.switch_off()
        before = self.path.stat().st_mtime_ns
        self.key("ctrl+s")
        try:
            self.desk.wait("the file", lambda: self.path.stat().st_mtime_ns != before, 5)
        except Failure:
            # Nothing changed, nothing written: the reader will tell.
            pass
        time.sleep(0.2)
        return Saved(self.path.read_text())

    def close(self):
        self.desk.end(self.process)


class Saved:
    """What the file says."""

    def __init__(self, text):
        self.nodes = collections.OrderedDict()
        parts = re.split(r'\bid: "(\d{26}|[0-9a-z]{26})"', text)
        for id_, rest in zip(parts[1::2], parts[2::2]):
            title = re.search(r'title: "((?:[^"\\]|\\.)*)"', rest)
            paragraphs = re.findall(r'Text\("((?:[^"\\]|\\.)*)"\)', rest)
            rows = re.search(r"rows: \[(.*)\]", rest, re.S)
            cells = re.findall(r'"((?:[^"\\]|\\.)*)"', rows.group(1)) if rows else []
            self.nodes[id_] = (title.group(1) if title else "", paragraphs, cells)

    def of(self, at):
        return self.nodes.get(f"{at + 1:026d}", ("", [], []))


# How the keyboard comes into a field of the item, and where its text stands in the file.

def outline_title(window, title):
    window.choose(title)
    window.key("F2")
    window.key("End")


def editor_title(window, title):
    window.choose(title)
    window.key("F6")
    window.key("End")


def paragraph(window, title):
    editor_title(window, title)
    window.key("Return")
    window.key("ctrl+End")


def cell(window, title):
    window.choose(title)
    # A new table takes what is typed.
    window.choose("Insert table")


def document(window, title):
    """The item's paragraph within the whole part as one text."""
    window.choose(title)
    # The key goes from the form to the document and back; either way the keyboard goes along to the item.
    window.key(*["ctrl+4"] * (2 if window.in_document else 1))
    window.in_document = True
    window.key("End", "shift+Return", "End")


PLACES = {
    "outline": (outline_title, lambda title: title, lambda node: node[0]),
    "title": (editor_title, lambda title: title, lambda node: node[0]),
    "paragraph": (paragraph, lambda title: f"{title.lower()} text", lambda node: "\n".join(node[1])),
    "document": (document, lambda title: f"{title.lower()} text", lambda node: "\n".join(node[1])),
    "table": (cell, lambda _: "", lambda node: node[2][0] if node[2] else ""),
}


# Gestures: what is typed after the field's own text, and what must stand there afterwards.

def commit(w):
    w.type("kaigi")
    w.key("Return")
    return ["かいぎ"]


def convert(w):
    w.type("shisetsu")
    w.key("space", "Return")
    return ["施設"]


def cancel(w):
    w.type("shisetsu")
    w.key("space", "Escape", "Escape", "Escape")
    return [""]


def click(w):
    w.type("kaigi")
    # Between the panes' texts in the line at the foot: nothing that takes the keyboard.
    w.click(700, 790)
    return ["かいぎ"]


def switch(w):
    w.type("kaigi")
    # The page: what is clicked there is chosen.
    w.click(1100, 300)
    return ["かいぎ"]


def swift(w):
    """A click on the heels of typing: the input method gives the last keys back after it."""
    w.x("mousemove", "1100", "300")
    w.settle(0.6)
    w.x("type", "--delay", "3", "--", "kaigiwohirakumae")
    w.x("click", "1")
    w.settle(4)
    return ["かいぎをひらくまえ"]


def undo(w):
    w.type("kaigi")
    w.key("space", "Return")
    w.key("ctrl+z")
    return [""]


def backspace(w):
    w.type("kaigi")
    w.key("BackSpace", "Return")
    return ["かい"]


def phrase(w):
    w.type("chiikifukushi")
    w.key("space")
    # Typing on takes what was converted.
    w.type("kaigi")
    w.key("space")
    w.type("shisetsu")
    w.key("space", "Return")
    return ["地域福祉会議施設"]


def digits(w):
    w.type("2025nenn")
    w.key("Return")
    return ["２０２５ねん", "2025ねん"]


def twice(w):
    """Two words one after the other: the second begins where the first ended."""
    w.type("kaigi")
    w.key("space", "Return")
    w.type("shisetsu")
    w.key("space", "Return")
    return ["会議施設"]


GESTURES = collections.OrderedDict((gesture.__name__, gesture)
                                   for gesture in [commit, convert, cancel, click, switch, swift, undo, backspace, phrase, digits, twice])


def run_place(desk, program, place, gestures, report):
    enter, base, read = PLACES[place]
    window = Window(desk, program)
    expected = {}
    try:
        for at, (name, gesture) in enumerate(gestures.items()):
            enter(window, NODES[at])
            window.switch_on()
            wanted = gesture(window)
            expected[at] = (name, [base(NODES[at]) + tail for tail in wanted])
            if name in ("click", "switch"):
                # The next word, in the next field, must be Japanese without anybody switching it on.
                window.key("Control_L")
                time.sleep(0.4)
                report(place, name + ", still Japanese", window.japanese(), "", "")
        saved = window.save()
        for at, (name, wanted) in expected.items():
            have = read(saved.of(at))
            report(place, name, have in wanted, have, " or ".join(wanted))
        known = {f"{at + 1:026d}" for at in range(len(NODES))} | {f"{90:026d}"}
        stray = [node[0] for id_, node in saved.nodes.items() if id_ not in known]
        report(place, "no stray Enter", not stray and len(saved.nodes) == len(known), str(stray), "no new items")
        touched = [NODES[at] for at in range(len(NODES)) if at not in expected and saved.of(at)[0] != NODES[at]]
        report(place, "others untouched", not touched, str(touched), "as they were")
    finally:
        window.close()


def to_palette(window):
    window.key("ctrl+k")
    time.sleep(0.3)


def to_find(window):
    window.key("ctrl+f")
    time.sleep(0.3)


def to_outline(window):
    """The outline itself: what is typed there goes to the first title that begins so."""


SEARCHES = {"palette": to_palette, "find": to_find, "outline type-ahead": to_outline}


def run_search(desk, program, place, report):
    """The first Enter is the input method's; what was found is then taken and named anew."""
    window = Window(desk, program)
    try:
        window.choose("Bravo")
        SEARCHES[place](window)
        window.switch_on()
        window.type("kaigi")
        window.key("space", "Return")
        window.switch_off()
        time.sleep(0.6)
        if place != "outline type-ahead":
            window.key("Return")
            time.sleep(0.3)
        if place == "find":
            # Back to the outline, where the hit is selected.
            window.key("Escape")
        window.key("F2", "End")
        window.type("x")
        window.key("Return")
        saved = window.save()
        titles = [node[0] for node in saved.nodes.values()]
        report(place, "found by a converted word", "会議x" in titles, str(titles), "… 会議x")
        report(place, "no stray Enter", len(titles) == len(NODES) + 1, str(len(titles)), str(len(NODES) + 1))
    finally:
        window.close()


def missing_tools():
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def desk_user(name):
    """The ordinary user the desk runs as."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(["useradd", "--create-home", "--shell", "/bin/bash", name], check=True)
    return name


def main():
    root = Path(__file__).resolve().parents[2]
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--program", type=Path, default=root / "target/debug/nendo")
    options.add_argument("--runs", type=int, default=1)
    options.add_argument("--place", choices=[*PLACES, *SEARCHES])
    options.add_argument("--gesture", choices=list(GESTURES))
    options.add_argument("--user", default="nendodesk")
    options.add_argument("--keep", action="store_true", help="keep the desk's folder with its logs")
    asked = options.parse_args()

    lacking = missing_tools()
    if lacking:
        print("skipped: not installed: " + ", ".join(lacking))
        return 0
    if not asked.program.exists():
        print(f"skipped: {asked.program} is not built")
        return 0
    user = desk_user(asked.user)
    folder = Path(tempfile.mkdtemp(prefix="nendo-ime-"))
    folder.chmod(0o755)
    # The desk's user need not be able to look into the source tree.
    program = folder / "nendo"
    shutil.copy(asked.program, program)
    gestures = {name: gesture for name, gesture in GESTURES.items() if asked.gesture in (None, name)}
    outcome = collections.OrderedDict()

    def report(place, what, good, have, wanted):
        outcome.setdefault((place, what), []).append(good)
        if not good:
            print(f"  FAILED {place}: {what}: have {have!r}, want {wanted!r}", flush=True)

    desk = None
    try:
        desk = Desk(folder, user)
        for run in range(asked.runs):
            print(f"run {run + 1} of {asked.runs}", flush=True)
            for place in PLACES:
                if asked.place in (None, place):
                    try:
                        run_place(desk, str(program), place, gestures, report)
                    except Failure as failure:
                        report(place, "the run itself", False, str(failure), "an end")
            for place in SEARCHES:
                if asked.place in (None, place):
                    run_search(desk, str(program), place, report)
    finally:
        if desk:
            desk.close()
        if asked.keep:
            print(f"kept {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)

    failed = {case: results for case, results in outcome.items() if not all(results)}
    for (place, what), results in failed.items():
        print(f"{place}: {what}: {results.count(True)} of {len(results)} runs")
    print(f"{len(outcome) - len(failed)} of {len(outcome)} checks held in every one of {asked.runs} runs")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
