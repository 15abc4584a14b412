/* seccomp_bpf.c: a list of rows as BPF, by libseccomp. */
#include "seccomp.h"

#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>

static void add_rule(scmp_filter_ctx ctx, const struct row *row, int nr, int which)
{
	struct scmp_arg_cmp cmp[CONDS];

	for (int i = 0; i < row->conds; i++) {
		const struct cond *c = &row->cond[i];

		if (c->null)
			cmp[i] = SCMP_CMP64((unsigned)c->arg, SCMP_CMP_EQ, 0);
		else if (c->values)
			cmp[i] =
			    SCMP_CMP32((unsigned)c->arg, SCMP_CMP_MASKED_EQ, UINT32_MAX, c->list[which % c->values]);
		else
			cmp[i] = SCMP_CMP32((unsigned)c->arg, SCMP_CMP_MASKED_EQ, c->mask, c->value);
		which /= c->values ? c->values : 1;
	}
	errno = -seccomp_rule_add_exact_array(ctx, row->action, nr, (unsigned)row->conds, cmp);
	if (errno)
		stop(strerror(errno), row->at->text);
}

static int alternatives(const struct row *row)
{
	int n = 1;

	for (int i = 0; i < row->conds; i++)
		n *= row->cond[i].values ? row->cond[i].values : 1;
	return n;
}

static scmp_filter_ctx filter_for(const struct list *list, int arch)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);

	if (!ctx || seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) < 0 ||
	    seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2) < 0)
		stop("libseccomp cannot begin", list->name);
	if (seccomp_arch_native() != arches[arch].token &&
	    (seccomp_arch_add(ctx, arches[arch].token) < 0 || seccomp_arch_remove(ctx, SCMP_ARCH_NATIVE) < 0))
		stop("libseccomp does not know it", arches[arch].name);
	for (int i = 0; i < list->rows; i++) {
		const struct row *row = &rows[list->row[i]];
		/* Rules are added by the native number, or by what libseccomp makes of a name that is not native. */
		int nr = seccomp_syscall_resolve_name(row->syscall);

		for (int k = 0; row->on & 1U << arch && k < alternatives(row); k++)
			add_rule(ctx, row, nr, k);
	}
	return ctx;
}

/*
 * A new C library tries new system calls and lives without them, if it is told ENOSYS; it must not die of what nobody here
 * has heard of.  libseccomp cannot say "above", so this comes before its program, which does not look back.
 */
static size_t put_newest(int arch, struct sock_filter *code)
{
	int nr = newest ? seccomp_syscall_resolve_name_arch(arches[arch].token, newest) : -1;
	const struct sock_filter prefix[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 4),
		BPF_JUMP(
		    BPF_JMP | BPF_JEQ | BPF_K, arches[arch].token, 0, 4), /* another architecture: libseccomp's turn */
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 2, 0), /* x32 */
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, (uint32_t)nr, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SCMP_ACT_ERRNO(ENOSYS)),
	};

	if (nr < 0)
		return 0;
	memcpy(code, prefix, sizeof prefix);
	return sizeof prefix / sizeof *prefix;
}

size_t bpf_of(const struct list *list, int arch, struct sock_filter *code, size_t room)
{
	scmp_filter_ctx ctx = filter_for(list, arch);
	FILE *f = tmpfile();
	size_t n = put_newest(arch, code);

	if (!f || seccomp_export_bpf(ctx, fileno(f)) < 0)
		stop("libseccomp cannot compile it", list->name);
	rewind(f);
	n += fread(code + n, sizeof *code, room - n, f);
	fclose(f);
	seccomp_release(ctx);
	if (!n || n == room)
		stop("too large for the kernel", list->name);
	return n;
}
