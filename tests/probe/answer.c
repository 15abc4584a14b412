/*
 * answer.c: a guest in forty lines.  It attaches to the tap that the monitor's argv names and answers ARP for every address and
 * ICMP echo, which shows that tap, redirect and the container's link carry frames both ways.
 */
#include "deeds.h"
#include "out.h"
#include "sys.h"
#include "words.h"

#include <linux/fcntl.h>
#include <stdbool.h>
#include <stdint.h>

#define TUNSETIFF   0x400454ca
#define IFF_TAP	    0x0002
#define IFF_NO_PI   0x1000
#define FRAME_BYTES 65536
#define NAME_BYTES  16

static uint8_t mac[6] = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 };
static uint8_t frame[FRAME_BYTES];

/* ifname=X (qemu), --net:DEV=X (solo5), tap=X (cloud-hypervisor): what follows the key, else NULL. */
static const char *tap_of(const char *argument)
{
	const char *name = after_key(argument, "ifname=");
	if (!name)
		name = after_key(argument, "tap=");
	if (!name && after_key(argument, "--net:") == argument + 6)
		name = after_key(argument, "=");
	return name;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 32) >= 'a' && (c | 32) <= 'f')
		return (c | 32) - 'a' + 10;
	return -1;
}

static void take_mac(const char *text)
{
	for (int i = 0; i < 6; i++) {
		if (digit(text[i * 3]) < 0 || digit(text[i * 3 + 1]) < 0)
			return;
		mac[i] = (uint8_t)(digit(text[i * 3]) << 4 | digit(text[i * 3 + 1]));
	}
}

static long attach(const char *name)
{
	struct {
		char name[NAME_BYTES];
		short flags;
		char rest[22];
	} request = { { 0 }, IFF_TAP | IFF_NO_PI, { 0 } };
	for (int i = 0; i < NAME_BYTES - 1 && name[i] && name[i] != ','; i++)
		request.name[i] = name[i];
	long fd = sys4(__NR_openat, PROBE_AT_FDCWD, "/dev/net/tun", O_RDWR, 0);
	long result = fd < 0 ? fd : sys3(__NR_ioctl, fd, TUNSETIFF, &request);
	out_open('{');
	out_key("tap");
	out_open('{');
	out_pair_string("name", request.name);
	out_pair_error("attached", result);
	out_close('}');
	out_close('}');
	out_line();
	return result < 0 ? result : fd;
}

static void copy(uint8_t *to, const uint8_t *from, int count)
{
	for (int i = 0; i < count; i++)
		to[i] = from[i];
}

static void swap(uint8_t *a, uint8_t *b, int count)
{
	for (int i = 0; i < count; i++) {
		uint8_t kept = a[i];
		a[i] = b[i];
		b[i] = kept;
	}
}

/* Request for any address: it is ours. */
static bool answer_arp(void)
{
	if (frame[12] != 8 || frame[13] != 6 || frame[21] != 1)
		return false;
	frame[21] = 2;
	swap(frame + 28, frame + 38, 4);
	copy(frame + 32, frame + 22, 6);
	copy(frame + 22, mac, 6);
	return true;
}

/* Addresses change places, which leaves the IP checksum; type 8 becomes 0, which adds 0x0800 to the other one. */
static bool answer_ping(void)
{
	uint8_t *icmp = frame + 14 + (frame[14] & 15) * 4;
	if (frame[12] != 8 || frame[13] != 0 || frame[23] != 1 || icmp[0] != 8)
		return false;
	swap(frame + 26, frame + 30, 4);
	icmp[0] = 0;
	unsigned sum = (unsigned)(icmp[2] << 8 | icmp[3]) + 0x0800;
	sum = (sum & 0xffff) + (sum >> 16);
	icmp[2] = (uint8_t)(sum >> 8);
	icmp[3] = (uint8_t)sum;
	return true;
}

static void serve(long tap)
{
	long length;
	while ((length = sys3(__NR_read, tap, frame, sizeof(frame))) > 0) {
		if (length < 42 || !(answer_arp() || answer_ping()))
			continue;
		copy(frame, frame + 6, 6);
		copy(frame + 6, mac, 6);
		sys3(__NR_write, tap, frame, length);
	}
}

void answer(char **argv)
{
	const char *name = NULL;
	for (; *argv; argv++) {
		const char *found = tap_of(*argv), *address = after_key(*argv, "mac=");
		if (!address && after_key(*argv, "--net-mac:"))
			address = after_key(*argv, "=");
		if (found && !name && after_key(*argv, "--net-mac:") == NULL)
			name = found;
		if (address)
			take_mac(address);
	}
	if (!name)
		name = "";
	long tap = attach(name);
	if (tap >= 0)
		serve(tap);
}
