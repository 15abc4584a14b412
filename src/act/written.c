/* written.c: see written.h. */
#include "act/written.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

static int put_bytes(int to, const char *bytes, unsigned long long len)
{
	while (len) {
		ssize_t n = write(to, bytes, (size_t)len);

		if (n < 0 && errno != EINTR)
			return -1;
		bytes += n > 0 ? n : 0;
		len -= n > 0 ? (unsigned long long)n : 0;
	}
	return 0;
}

static int put_range(int to, int image, unsigned long long at, unsigned long long len)
{
	off_t from = (off_t)at;

	while (len) {
		ssize_t n = sendfile(to, image, &from, (size_t)len);

		if (n == 0)
			errno = EIO; /* it has become shorter meanwhile */
		if (n <= 0 && errno != EINTR)
			return -1;
		len -= n > 0 ? (unsigned long long)n : 0;
	}
	return 0;
}

int written_make(const struct written *file, struct error *err)
{
	int to, rc = 0;

	if (!file->target)
		return 0;
	to = open(file->target + 1, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	if (to < 0)
		return fail_errno(err, "jail: cannot make %s", file->target);
	for (size_t i = 0; i < file->copy.n && rc == 0; i++) {
		const struct initrd_piece *p = &file->copy.piece[i];

		rc = p->bytes ? put_bytes(to, p->bytes, p->len) : put_range(to, file->image, p->at, p->len);
	}
	if (rc < 0 || fchmod(to, 0444) < 0)
		rc = fail_errno(err, "jail: cannot write %s", file->target);
	close(to);
	return rc;
}

void written_close(struct written *file)
{
	if (file->image >= 0)
		close(file->image);
	file->image = -1;
}
