/*
 * host.h: facts of this machine.  Each is read when asked for and costs little; nothing is remembered, nothing changed.
 */
#ifndef LOOK_HOST_H
#define LOOK_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"

struct host_kvm {
	bool present; /* /dev/kvm is there */
	bool usable; /* this process can open it and it answers */
	int num; /* errno of what failed, if not usable */
	bool hardware; /* the CPU virtualizes: without that, stock kernels hang under KVM (nested or emulated KVM) */
};

/* Opens /dev/kvm and asks for its version (12 is what everybody has). */
void host_kvm(struct host_kvm *ret);

/* Only the last: x86 has vmx or svm among its flags; on other machines /dev/kvm alone is the proof. */
bool host_kvm_hardware(void);

/* A device node that is there and can be opened for reading and writing; *ret_num is the errno if not. */
bool host_device(const char *path, int *ret_num);

/* Is systemd this host's init?  sd_booted(3): the directory /run/systemd/system is there. */
bool host_systemd(void);

bool host_resctrl(void); /* the resource director's file system is mounted where it is usually */
unsigned host_machine(void); /* of this program: EM_X86_64 or EM_AARCH64 */
unsigned host_cpus(void); /* online, at least 1 */
unsigned long long host_memory(void); /* bytes of RAM */
const char *host_kernel(struct arena *a); /* release, such as "6.1.0-18-amd64" */
const char *host_lsms(struct arena *a); /* "landlock,lockdown,yama,..."; "" when nobody tells */

/*
 * Finds a program: SETTING (absolute path of the settings file, NULL or "" if it has none) wholly decides; else the
 * directories of PATH ($PATH; NULL: none), then the usual ones, /opt/urunc/bin among them.  Relative directories are left
 * out: what runs must not depend on where the engine stands.  Must be a regular file with an executable bit for us.
 * The result lives in the arena.  Errors: ENOENT, EACCES, EINVAL, with what was looked for and where.
 */
int find_program(
    struct arena *a, const char *name, const char *setting, const char *path, const char **ret, struct error *err);

/* The same, and programs of which UNLESS is true are passed over; the setting's is not asked about. */
int find_program_but(struct arena *a, const char *name, const char *setting, const char *path,
    bool (*unless)(const char *program), const char **ret, struct error *err);

#endif
