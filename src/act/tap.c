/* tap.c: see tap.h. */
#include "act/tap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/if_tun.h>
#include <linux/rtnetlink.h>
#include "act/netlink.h"
#include "look/links.h"

static int open_tun(int *ret, struct error *err)
{
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);

	if (fd < 0 && (errno == ENOENT || errno == ENODEV || errno == ENXIO))
		return fail(err, errno,
		    "there is no /dev/net/tun to make the guest's network device with: run `modprobe tun`, or if urunc itself runs "
		    "in a container, give that the device");
	if (fd < 0)
		return fail_errno(err, "cannot open /dev/net/tun to make the guest's network device");
	*ret = fd;
	return 0;
}

/*
 * IFF_TUN_EXCL: without it root would be attached to a tap that has the name already.  VNET_HDR is left to the monitors:
 * each sets it as it attaches.
 */
static int name_tun(int fd, const struct tap *tap, struct error *err)
{
	struct ifreq request = { .ifr_flags = (short)(IFF_TAP | IFF_NO_PI | IFF_TUN_EXCL) };
	unsigned index = (unsigned)tap->index;

	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", tap->name);
	if (ioctl(fd, TUNSETIFINDEX, &index) == 0 && ioctl(fd, TUNSETIFF, &request) == 0)
		return 0;
	if (errno == EBUSY || errno == EEXIST)
		return fail(err, EEXIST, "a link with the name %s or index %d is there already", tap->name, tap->index);
	return fail_errno(err, "cannot make the tap %s", tap->name);
}

/* Without an owner everybody who can open the tun device could attach; with both, both must match. */
static int make_tun(int fd, const struct tap *tap, struct error *err)
{
	if (name_tun(fd, tap, err))
		return -1;
	if (ioctl(fd, TUNSETOWNER, (unsigned long)tap->uid) || ioctl(fd, TUNSETGROUP, (unsigned long)tap->gid) ||
	    ioctl(fd, TUNSETPERSIST, 1UL))
		return fail_errno(err, "cannot hand the tap %s to its monitor", tap->name);
	return 0;
}

static void begin_change(struct request *r, int index, unsigned flags)
{
	struct ifinfomsg head = {
		.ifi_family = AF_UNSPEC, .ifi_index = index, .ifi_flags = flags, .ifi_change = flags
	};

	request_begin(r, RTM_NEWLINK, NLM_F_ACK, &head, sizeof head);
}

static int set_sizes(struct rtnetlink *nl, const struct tap *tap, struct error *err)
{
	struct request r;

	begin_change(&r, tap->index, 0);
	request_number(&r, IFLA_MTU, tap->mtu);
	request_number(&r, IFLA_TXQLEN, tap->txqlen);
	request_put(&r, IFLA_IFALIAS, tap->alias, strnlen(tap->alias, IFALIASZ - 1));
	if (netlink_do(nl, &r, err))
		return fail_in(err, "cannot give the tap %s an MTU of %u bytes and a queue of %u packets", tap->name,
		    tap->mtu, tap->txqlen);
	return 0;
}

/*
 * No IPv6 address of its own: the kernel would announce it to the guest and ask for routers.  Before the link is up, and
 * in a request of its own, because the kernel takes up first whatever else a request says.  No IPv6, no harm.
 */
static void set_silent(struct rtnetlink *nl, const struct tap *tap)
{
	unsigned char none = IN6_ADDR_GEN_MODE_NONE;
	struct error ignored;
	struct request r;
	struct nlattr *families, *family;

	begin_change(&r, tap->index, 0);
	families = request_nest(&r, IFLA_AF_SPEC);
	family = request_nest(&r, AF_INET6);
	request_put(&r, IFLA_INET6_ADDR_GEN_MODE, &none, sizeof none);
	request_end(&r, family);
	request_end(&r, families);
	netlink_do(nl, &r, &ignored);
}

int link_up(struct rtnetlink *nl, int index, const char *name, struct error *err)
{
	struct request r;

	begin_change(&r, index, IFF_UP);
	return netlink_do(nl, &r, err) ? fail_in(err, "cannot bring the link %s up", name) : 0;
}

int tap_create(struct rtnetlink *nl, const struct tap *tap, struct error *err)
{
	int fd = -1, result;

	if (open_tun(&fd, err))
		return -1;
	result = make_tun(fd, tap, err);
	close(fd); /* the monitor could not attach to a tap that somebody holds */
	if (result || set_sizes(nl, tap, err))
		return -1;
	set_silent(nl, tap);
	return link_up(nl, tap->index, tap->name, err);
}

static bool is_tap(const struct one_link *link, const char *name)
{
	return strcmp(link->name, name) == 0 && strcmp(link->kind, "tun") == 0;
}

int tap_delete(struct rtnetlink *nl, int index, const char *name, struct error *err)
{
	struct ifinfomsg head = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	struct one_link link;
	struct request r;

	if (link_look(nl, index, &link, err))
		return err->num == ENODEV ? 0 : fail_in(err, "cannot look at the tap %s", name);
	if (!is_tap(&link, name))
		return 0;
	request_begin(&r, RTM_DELLINK, NLM_F_ACK, &head, sizeof head);
	if (netlink_do(nl, &r, err) && err->num != ENODEV)
		return fail_in(err, "cannot delete the tap %s", name);
	return 0;
}

int tap_random_index(int *ret, struct error *err)
{
	const unsigned first = 1u << 24, end = 1u << 30;
	unsigned random;

	if (getrandom(&random, sizeof random, 0) != sizeof random)
		return fail_errno(err, "cannot get a random number for the index of a tap");
	*ret = (int)(first + random % (end - first));
	return 0;
}

struct gone_tap {
	int index;
	const char *name;
};

static int delete_tap(struct rtnetlink *nl, void *data, struct error *err)
{
	const struct gone_tap *tap = data;

	return tap_delete(nl, tap->index, tap->name, err);
}

int undo_tap(struct container *c, const char *const args[], struct error *err)
{
	struct gone_tap tap = { .name = args[3] };

	(void)c;
	if (netlink_index(args[2], &tap.index, err))
		return -1;
	return netlink_undo(args[0], args[1], delete_tap, &tap, err);
}
