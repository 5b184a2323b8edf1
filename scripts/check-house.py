#!/usr/bin/env python3
# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Holds the tree against the house: floors, replayable code, and the few rules no compiler knows.

The floors are read from the drawing in docs/architecture.md, so the drawing cannot go stale. Prints `file:line: problem`
and exits 1 when there is any.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARCHITECTURE = ROOT / "docs" / "architecture.md"
MAX_LINES = 400
HEADER = (
    "// Parcelpost: a mail-first notification gateway for parcels.",
    "// SPDX-License-Identifier: Apache-2.0",
)

# Rooms that a floor alone would allow, and that must not be imported all the same.
FORBIDDEN = {
    "Gateway": ({"Storage", "Transports", "Templates"}, "knows them only through the ports of Notices"),
    **{room: ({"Notices", "Webhooks", "Transports", "Storage", "Templates", "Gateway"},
              "reads the providers' documents for itself, so that two readings meet on the wire")
       for room in ("MockProviders", "MockWorld", "MockSMTP", "MockMessaging", "MockPush", "MockTracking", "MockConsole")},
}

# What makes a run differ from another run of the same seed.
REPLAYABLE_ROOMS = {"Gateway", "Notices"}
REPLAYABLE = [
    (re.compile(r"\bTask\s*(<[^>]*>\s*)?(\([^)]*\)\s*)?\{"), "an unstructured `Task {}`: use a task group"),
    (re.compile(r"\bTask\s*\.\s*(detached|immediate)\b"), "an unstructured task: use a task group"),
    (re.compile(r"\bDispatch(Queue|Source|Group|WorkItem|Semaphore)\b"), "Dispatch: structured tasks only"),
    (re.compile(r"\bDate\s*\(\s*\)"), "`Date()`: take the time from the injected WallClock"),
    (re.compile(r"\bSystemWallClock\s*\("), "`SystemWallClock()`: take the injected WallClock"),
    (re.compile(r"\bSystemRandomNumberGenerator\b"), "`SystemRandomNumberGenerator`: take the injected generator"),
    (re.compile(r"\.random\s*\(\s*in:(?!.*\busing:)"), "`random(in:)` without `using:`: take the injected generator"),
    (re.compile(r"\bUUID\s*\(\s*\)"), "`UUID()`: derive the identity"),
]
SOURCE_RULES = [
    (re.compile(r"\bfatalError\s*\("), "`fatalError`: throw, or make the state impossible"),
    (re.compile(r"@testable\b"), "`@testable`: tests use the public face"),
]
TEST_RULES = [
    (re.compile(r"@testable\b"), "`@testable`: tests use the public face"),
    (re.compile(r"\bTask\s*\.\s*sleep\b|\b(u|nano)?sleep\s*\(\s*\d|Thread\s*\.\s*sleep\b"),
     "a sleeping test: wait for the thing itself, or move the clock"),
    (re.compile(r"\.disabled\s*\("), "a test that is switched off"),
]
UNCHECKED = re.compile(r"@unchecked\s+Sendable|nonisolated\s*\(\s*unsafe\s*\)")
IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)")


def floors():
    """The drawing: room -> floor, the ground being -1."""
    found, floor, inside = {}, None, False
    for line in ARCHITECTURE.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            if inside and found:
                break
            inside = not inside
            continue
        if not inside:
            continue
        if match := re.match(r"floor (\d)\s+(\w+)", line):
            floor = int(match[1])
            found[match[2]] = floor
        elif match := re.match(r"ground\s+(.*)", line):
            for name in re.findall(r"\bC[A-Z]\w+", match[1]):
                found[name] = -1
            floor = None
        elif floor is not None and (match := re.match(r" {9}(\w+) {2,}\S", line)):
            found[match[1]] = floor
    if not found:
        sys.exit(f"{ARCHITECTURE.relative_to(ROOT)}: no drawing of the floors found (a fenced block with `floor N  Room`)")
    return found


def code_lines(text):
    """Each line with its code (strings and comments blanked), its comment, and itself."""
    in_string = False
    for number, line in enumerate(text.splitlines(), 1):
        code, comment = line, ""
        if in_string or line.count('"""') % 2:
            if '"""' not in line:
                code = ""
            elif in_string:
                code = line.split('"""', 1)[1]
            else:
                code = line.split('"""', 1)[0]
            if line.count('"""') % 2:
                in_string = not in_string
        code = re.sub(r'"(\\.|[^"\\])*"', '""', code)
        if "//" in code:
            code, comment = code.split("//", 1)
        yield number, code, comment, line


class Checker:
    """Collects every problem, so that one run tells all."""

    def __init__(self):
        self.floors = floors()
        self.problems = []
        self.files = 0

    def say(self, path, line, text):
        self.problems.append((str(path.relative_to(ROOT)), line, text))

    def run(self):
        for room in sorted(path for path in (ROOT / "Sources").iterdir() if path.is_dir()):
            if room.name not in self.floors:
                self.say(room, 1, f"{room.name} is not in the drawing of docs/architecture.md")
            for path in sorted(room.rglob("*.swift")):
                self.source(path, room.name)
        for folder in ("Tests", "Benchmarks"):
            for path in sorted((ROOT / folder).rglob("*.swift")):
                self.other(path, folder)
        self.manifest()

    def source(self, path, room):
        text = path.read_text(encoding="utf-8")
        self.shape(path, text)
        recent = []
        for number, code, comment, line in code_lines(text):
            self.imports(path, number, line, room)
            self.rules(path, number, code, SOURCE_RULES)
            if room in REPLAYABLE_ROOMS:
                self.rules(path, number, code, REPLAYABLE)
            if UNCHECKED.search(code) and not (comment.strip() or any(recent[-3:])):
                self.say(path, number, "`@unchecked Sendable` or `nonisolated(unsafe)` without a comment naming its lock")
            recent.append(bool(comment.strip(" /")))

    def other(self, path, folder):
        text = path.read_text(encoding="utf-8")
        self.shape(path, text)
        for number, code, _, line in code_lines(text):
            if (match := IMPORT.match(line)) and match[1] == "parcelpost":
                self.say(path, number, "nobody imports parcelpost: drive the built binary")
            self.rules(path, number, code, TEST_RULES if folder == "Tests" else SOURCE_RULES)

    def shape(self, path, text):
        self.files += 1
        lines = text.splitlines()
        if tuple(lines[:2]) != HEADER:
            self.say(path, 1, "the file does not begin with the two header lines (see any file of Sources/Values)")
        if len(lines) > MAX_LINES and not any("by scripts/make-assets.sh" in line for line in lines[:8]):
            self.say(path, len(lines), f"{len(lines)} lines; {MAX_LINES} is the most a file has: `Type+Facet.swift`")

    def imports(self, path, number, line, room):
        match = IMPORT.match(line)
        if not match or match[1] not in self.floors or room not in self.floors:
            return
        self.edge(path, number, room, match[1])

    def edge(self, path, number, room, other):
        mine, theirs = self.floors[room], self.floors[other]
        if other == room:
            return
        if theirs >= mine:
            way = "sideways" if theirs == mine else "upward"
            self.say(path, number, f"{room} (floor {mine}) imports {way}: {other} is on floor {theirs}")
        elif other in FORBIDDEN.get(room, (set(), ""))[0]:
            self.say(path, number, f"{room} must not import {other}: it {FORBIDDEN[room][1]}")

    def rules(self, path, number, code, rules):
        for pattern, text in rules:
            if pattern.search(code):
                self.say(path, number, text)

    def manifest(self):
        """The dependencies of Package.swift keep the floors too."""
        path = ROOT / "Package.swift"
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(r'\broom\(\s*"(\w+)"\s*(?:,\s*\[(.*?)\])?', text, re.S):
            number = text.count("\n", 0, match.start()) + 1
            if match[1] not in self.floors:
                self.say(path, number, f"{match[1]} is not in the drawing of docs/architecture.md")
                continue
            for other in re.findall(r'"(\w+)"', match[2] or ""):
                if other in self.floors:
                    self.edge(path, number, match[1], other)


def main():
    checker = Checker()
    checker.run()
    for path, line, text in sorted(checker.problems):
        print(f"{path}:{line}: {text}")
    if checker.problems:
        print(f"house: {len(checker.problems)} problem(s) in {checker.files} files")
        return 1
    print(f"house: {checker.files} files, {len(checker.floors)} rooms, every import points down")
    return 0


if __name__ == "__main__":
    sys.exit(main())
