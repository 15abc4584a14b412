"""jobs.py: runs programs, each in a world of its own (tests/conformance/world), several at a time, each with its limit."""
import concurrent.futures
import os
import signal
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))


class Job:
    def __init__(self, name, command, cwd, env, limit, log):
        self.name, self.command, self.cwd, self.env, self.limit, self.log = name, command, cwd, env, limit, log
        self.status, self.out, self.err, self.seconds = None, "", "", 0.0

    def run(self):
        """Leaves status (a number, or the sentence that it took too long), out, err; both are kept beside each other in log."""
        os.makedirs(os.path.dirname(self.log), exist_ok=True)
        began = time.monotonic()
        with open(self.log + ".out", "wb") as out, open(self.log + ".err", "wb") as err:
            child = subprocess.Popen([os.path.join(HERE, "world"), self.name] + self.command, cwd=self.cwd, stdin=subprocess.DEVNULL,
                                     env=dict(os.environ, **self.env), stdout=out, stderr=err, start_new_session=True)
            try:
                self.status = child.wait(self.limit)
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGTERM)  # the world ends what is in it, and removes its cgroups
                child.wait()
                self.status = "(longer than %d s)" % self.limit
        self.seconds = time.monotonic() - began
        self.out, self.err = (open(self.log + end, encoding="utf-8", errors="replace").read() for end in (".out", ".err"))
        return self


def run_all(jobs, at_a_time):
    """The long ones first: the end of the run does not wait for one of them alone."""
    with concurrent.futures.ThreadPoolExecutor(at_a_time) as pool:
        for done in pool.map(Job.run, sorted(jobs, key=lambda job: -job.limit)):
            yield done
