"""Runs a command on a terminal of its own and talks to it.

    terminal.py SECONDS [EXPECT SEND]... -- COMMAND...

Waits for what matches EXPECT (a regular expression), then types SEND; everything that the terminal shows goes to stdout, the
command's exit status is this one's.  124: it took too long.
"""
import os
import pty
import re
import select
import sys
import time


def main():
    words = sys.argv[1:]
    end = time.monotonic() + float(words[0])
    at = words.index("--")
    talk, command = words[1:at], words[at + 1:]
    pid, master = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    shown, since = b"", 0
    while time.monotonic() < end:
        if not select.select([master], [], [], 0.2)[0]:
            continue
        try:
            got = os.read(master, 65536)
        except OSError:
            got = b""
        if not got:
            break
        shown += got
        sys.stdout.buffer.write(got)
        sys.stdout.buffer.flush()
        if talk and re.search(talk[0].encode(), shown[since:]):
            since = len(shown)
            if len(talk) > 1:
                os.write(master, talk[1].encode().decode("unicode_escape").encode())
            talk = talk[2:]
    else:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        return 124
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


sys.exit(main())
