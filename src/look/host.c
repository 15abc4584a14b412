/* host.c: see host.h. */
#include "look/host.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "look/file.h"

/* A word of the first "flags" line of /proc/cpuinfo, which is as the kernel uses the CPU: what the firmware has locked is
 * not in it.  Asking the CPU itself would trap to the hypervisor. */
static bool cpu_has(const char *text, const char *flag)
{
	const char *line = strstr(text, "\nflags"), *end = line ? strchr(line + 1, '\n') : NULL;
	size_t len = strlen(flag);

	for (const char *p = line; end && p && p < end; p = strchr(p, ' ')) {
		p += strspn(p, " ");
		if (!strncmp(p, flag, len) && (p[len] == ' ' || p[len] == '\n'))
			return true;
	}
	return false;
}

bool host_kvm_hardware(void)
{
	char text[8192]; /* the first CPU is enough; on a machine with many the whole file is long */
	ssize_t n;
	int fd;

	if (host_machine() != EM_X86_64)
		return !access("/dev/kvm", F_OK);
	fd = open("/proc/cpuinfo", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, text, sizeof text - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	return cpu_has(text, "vmx") || cpu_has(text, "svm");
}

void host_kvm(struct host_kvm *ret)
{
	int fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	int version = fd < 0 ? -1 : ioctl(fd, KVM_GET_API_VERSION, 0);

	*ret = (struct host_kvm){ .present = fd >= 0 || errno != ENOENT };
	ret->usable = version == KVM_API_VERSION;
	ret->num = ret->usable ? 0 : version < 0 ? errno : EPROTO;
	if (fd >= 0)
		close(fd);
	ret->hardware = ret->present && host_kvm_hardware();
}

bool host_device(const char *path, int *ret_num)
{
	struct stat st;

	if (stat(path, &st))
		*ret_num = errno;
	else if (!S_ISCHR(st.st_mode))
		*ret_num = ENODEV;
	else if (access(path, R_OK | W_OK))
		*ret_num = errno;
	else
		return true;
	return false;
}

bool host_systemd(void)
{
	struct stat st;

	return lstat("/run/systemd/system", &st) == 0 && S_ISDIR(st.st_mode);
}

bool host_resctrl(void)
{
	enum { RESCTRL = 0x7655821 }; /* RDTGROUP_SUPER_MAGIC */
	struct statfs fs;

	return statfs("/sys/fs/resctrl", &fs) == 0 && (unsigned long)fs.f_type == RESCTRL;
}

unsigned host_machine(void)
{
#if defined(__x86_64__)
	return EM_X86_64;
#elif defined(__aarch64__)
	return EM_AARCH64;
#else
#error "urunc runs on x86_64 and aarch64"
#endif
}

/* "0-3,6": how many that are.  Not get_nprocs(): musl counts what this process may use, and an engine may have pinned itself,
 * but not its containers. */
static unsigned count_cpus(const char *list)
{
	unsigned n = 0;

	while (*list >= '0' && *list <= '9') {
		char *end;
		unsigned long first = strtoul(list, &end, 10), last = first;

		if (*end == '-')
			last = strtoul(end + 1, &end, 10);
		if (last < first || last - first > 65535)
			return 0;
		n += (unsigned)(last - first + 1);
		list = end + (*end == ',');
	}
	return n;
}

unsigned host_cpus(void)
{
	char text[256];
	int fd = open("/sys/devices/system/cpu/online", O_RDONLY | O_CLOEXEC), n;
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

	if (fd >= 0)
		close(fd);
	text[len > 0 ? len : 0] = 0;
	n = (int)count_cpus(text);
	if (n <= 0)
		n = get_nprocs();
	return n > 0 ? (unsigned)n : 1;
}

unsigned long long host_memory(void)
{
	struct sysinfo info;

	return sysinfo(&info) ? 0 : (unsigned long long)info.totalram * info.mem_unit;
}

const char *host_kernel(struct arena *a)
{
	struct utsname name;

	return uname(&name) ? "" : take_copy(a, name.release);
}

const char *host_lsms(struct arena *a)
{
	char *text;

	if (look_read_kernel(a, "/sys/kernel/security/lsm", 512, &text, NULL))
		return "";
	text[strcspn(text, "\n")] = 0;
	return text;
}
