/* device.c: see device.h. */
#include "act/device.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

int device_node(int dirfd, const char *path, mode_t mode, char type, unsigned major, unsigned minor, uid_t uid,
    gid_t gid, struct error *err)
{
	mode_t kind = type == 'b' ? S_IFBLK : S_IFCHR;

	if (mknodat(dirfd, path, kind | mode, makedev(major, minor)) < 0)
		return fail_errno(err, "cannot make the device node %s (%c %u:%u)", path, type, major, minor);
	/* The owner first: chown(2) may take mode bits away.  The mode because mknod(2) obeys the umask. */
	if (fchownat(dirfd, path, uid, gid, AT_SYMLINK_NOFOLLOW) < 0 || fchmodat(dirfd, path, mode, 0) < 0)
		return fail_errno(err, "cannot give the device node %s its owner and mode", path);
	return 0;
}

/* ---------------------------------------------------------------- v1 */

static void number_word(char *ret, size_t room, long long n)
{
	if (n < 0)
		snprintf(ret, room, "*");
	else
		snprintf(ret, room, "%lld", n);
}

static void rule_words(const struct device_rule *rule, char *ret, size_t room)
{
	char major[24], minor[24];

	number_word(major, sizeof major, rule->major);
	number_word(minor, sizeof minor, rule->minor);
	if (rule->type == 'a')
		snprintf(ret, room, "a");
	else
		snprintf(ret, room, "%c %s:%s %s%s%s", rule->type, major, minor, rule->access & DEVICE_READ ? "r" : "",
		    rule->access & DEVICE_WRITE ? "w" : "", rule->access & DEVICE_MAKE ? "m" : "");
}

static int write_rules(const char *dir, int deny, int allow, const struct device_rules *rules, struct error *err)
{
	for (size_t i = 0; i < rules->n; i++) {
		const struct device_rule *rule = &rules->at[i];
		char words[64];

		rule_words(rule, words, sizeof words);
		if (write(rule->allow ? allow : deny, words, strlen(words)) < 0)
			return fail_errno(
			    err, "%s: cannot %s devices \"%s\"", dir, rule->allow ? "allow" : "deny", words);
	}
	return 0;
}

static int confine_v1(const char *dir, const struct device_rules *rules, struct error *err)
{
	char deny_path[4200], allow_path[4200];
	int deny, allow, rc;

	snprintf(deny_path, sizeof deny_path, "%s/devices.deny", dir);
	snprintf(allow_path, sizeof allow_path, "%s/devices.allow", dir);
	deny = open(deny_path, O_WRONLY | O_CLOEXEC);
	if (deny < 0)
		return fail_errno(err, "cannot open %s", deny_path);
	allow = open(allow_path, O_WRONLY | O_CLOEXEC);
	rc = allow < 0 ? fail_errno(err, "cannot open %s", allow_path) : write_rules(dir, deny, allow, rules, err);
	close(deny);
	if (allow >= 0)
		close(allow);
	return rc;
}

/* ---------------------------------------------------------------- v2 */

static int bpf(int command, union bpf_attr *attr)
{
	return (int)syscall(SYS_bpf, command, attr, sizeof *attr);
}

static int load(const struct bpf_insn *code, size_t n, struct error *err)
{
	static const char license[] = "Apache-2.0"; /* no helper is called, so no GPL is asked for */
	union bpf_attr attr;
	int fd;

	memset(&attr, 0, sizeof attr);
	attr.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
	attr.insns = (__u64)(uintptr_t)code;
	attr.insn_cnt = (__u32)n;
	attr.license = (__u64)(uintptr_t)license;
	fd = bpf(BPF_PROG_LOAD, &attr);
	return fd < 0 ? fail_errno(err, "cannot load the device rules as a BPF program of %zu instructions", n) : fd;
}

static int attach(const char *dir, int program, struct error *err)
{
	union bpf_attr attr;
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	if (fd < 0)
		return fail_errno(err, "cannot open %s", dir);
	memset(&attr, 0, sizeof attr);
	attr.target_fd = (__u32)fd;
	attr.attach_bpf_fd = (__u32)program;
	attr.attach_type = BPF_CGROUP_DEVICE;
	attr.attach_flags = BPF_F_ALLOW_MULTI; /* programs of the directories above stay in force */
	rc = bpf(BPF_PROG_ATTACH, &attr);
	close(fd);
	return rc < 0 ? fail_errno(err, "cannot attach the device rules to %s", dir) : 0;
}

static int confine_v2(const char *dir, const struct device_rules *rules, struct error *err)
{
	struct bpf_insn code[4096]; /* for some 500 rules; engines write 10 to 50 */
	size_t n;
	int program, rc;

	if (device_program(rules, code, sizeof code / sizeof *code, &n, err) < 0)
		return -1;
	program = load(code, n, err);
	if (program < 0)
		return -1;
	rc = attach(dir, program, err);
	close(program); /* the cgroup holds it, and lets go of it when it is removed */
	return rc;
}

int device_confine(const struct cgroup_plan *plan, const struct device_rules *rules, struct error *err)
{
	const struct cgroup_place *place = plan->devices >= 0 ? &plan->place[plan->devices] : NULL;

	if (!place)
		return fail(err, ENOTSUP,
		    "this host has no device cgroup: the rules of linux.resources.devices "
		    "cannot be enforced (mount cgroup2, or the devices controller of cgroup v1)");
	return place->v2 ? confine_v2(place->dir, rules, err) : confine_v1(place->dir, rules, err);
}
