/*
 * guest.c: a guest that is only a network stack: attaches to a tap as a monitor would, and answers ARP, neighbour
 * solicitations and pings (IPv4 and IPv6) for its addresses.
 *
 *   guest TAP UID LOG MAC IP4 [IP6]
 *
 * Attaches as that user without any capability and stays until it is killed.  A line of LOG for each frame: where it came
 * from, its type and length.
 */
#include <fcntl.h>
#include <grp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <linux/if_tun.h>

static unsigned char mac[6], ip4[4], ip6[16];
static unsigned char frame[65536];

static void need(int ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(1);
}

static int attach(const char *name, unsigned id)
{
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);

	need(fd >= 0, "/dev/net/tun");
	need(setgroups(0, NULL) == 0 && setgid(id) == 0 && setuid(id) == 0, "setuid");
	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
	need(ioctl(fd, TUNSETIFF, &request) == 0, name);
	return fd;
}

static uint16_t sum(const unsigned char *at, size_t len, uint32_t more)
{
	for (size_t i = 0; i + 1 < len; i += 2)
		more += (uint32_t)at[i] << 8 | at[i + 1];
	if (len % 2)
		more += (uint32_t)at[len - 1] << 8;
	while (more >> 16)
		more = (more & 0xffff) + (more >> 16);
	return (uint16_t)~more;
}

static void put16(unsigned char *at, uint16_t value)
{
	at[0] = (unsigned char)(value >> 8);
	at[1] = (unsigned char)value;
}

static void turn_ethernet(void)
{
	memcpy(frame, frame + 6, 6);
	memcpy(frame + 6, mac, 6);
}

static size_t answer_arp(size_t len)
{
	unsigned char *arp = frame + 14;

	if (len < 42 || arp[7] != 1 || memcmp(arp + 24, ip4, 4) != 0)
		return 0;
	turn_ethernet();
	arp[7] = 2;
	memcpy(arp + 18, arp + 8, 10); /* the asker becomes the target */
	memcpy(arp + 8, mac, 6);
	memcpy(arp + 14, ip4, 4);
	return len;
}

static size_t answer_ping(size_t len)
{
	unsigned char *ip = frame + 14, *icmp = ip + 20;
	size_t total = len >= 42 ? (size_t)(ip[2] << 8 | ip[3]) : 0;

	if (total < 28 || 14 + total > len || ip[0] != 0x45 || ip[9] != 1 || memcmp(ip + 16, ip4, 4) != 0 ||
	    icmp[0] != 8)
		return 0;
	if (sum(ip, 20, 0) != 0 || sum(icmp, total - 20, 0) != 0)
		return 0; /* a monitor must never see a wrong checksum */
	turn_ethernet();
	memcpy(ip + 16, ip + 12, 4);
	memcpy(ip + 12, ip4, 4);
	icmp[0] = 0;
	put16(icmp + 2, 0);
	put16(icmp + 2, sum(icmp, total - 20, 0));
	return 14 + total;
}

/* The sum of ICMPv6 counts addresses, length and protocol too. */
static uint16_t sum6(const unsigned char *ip, size_t len)
{
	uint32_t head = (uint32_t)len + 58;

	for (size_t i = 8; i < 40; i += 2)
		head += (uint32_t)ip[i] << 8 | ip[i + 1];
	return sum(ip + 40, len, head);
}

static size_t answer_icmp6(size_t len)
{
	unsigned char *ip = frame + 14, *icmp = ip + 40;
	size_t total = len >= 62 ? (size_t)(ip[4] << 8 | ip[5]) : 0;

	if (total < 8 || 54 + total > len || ip[6] != 58 || sum6(ip, total) != 0)
		return 0;
	if (icmp[0] == 135 && total >= 24 && memcmp(icmp + 8, ip6, 16) == 0) {
		unsigned char options[] = { 2, 1, mac[0], mac[1], mac[2], mac[3], mac[4], mac[5] };

		icmp[0] = 136;
		memcpy(icmp + 4, "\x60\0\0\0", 4); /* solicited, override */
		memcpy(icmp + 24, options, sizeof options);
		total = 32;
		put16(ip + 4, 32);
	} else if (icmp[0] == 128 && memcmp(ip + 24, ip6, 16) == 0) {
		icmp[0] = 129;
	} else {
		return 0;
	}
	turn_ethernet();
	memcpy(ip + 24, ip + 8, 16);
	memcpy(ip + 8, ip6, 16);
	ip[7] = 255;
	put16(icmp + 2, 0);
	put16(icmp + 2, sum6(ip, total));
	return 54 + total;
}

static size_t answer(size_t len)
{
	switch (frame[12] << 8 | frame[13]) {
	case 0x0806:
		return answer_arp(len);
	case 0x0800:
		return answer_ping(len);
	case 0x86dd:
		return answer_icmp6(len);
	default:
		return 0;
	}
}

int main(int argc, char **argv)
{
	FILE *log = argc >= 6 ? fopen(argv[3], "we") : NULL;
	int fd;

	need(log && sscanf(argv[4], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", mac, mac + 1, mac + 2, mac + 3, mac + 4,
			mac + 5) == 6,
	    "guest TAP UID LOG MAC IP4 [IP6]");
	inet_pton(AF_INET, argv[5], ip4);
	if (argc > 6)
		inet_pton(AF_INET6, argv[6], ip6);
	fd = attach(argv[1], (unsigned)atoi(argv[2]));
	fprintf(log, "attached\n");
	for (;;) {
		ssize_t len = read(fd, frame, sizeof frame);
		size_t out;

		fflush(log);
		need(len > 0, "read");
		fprintf(log, "%02x:%02x:%02x:%02x:%02x:%02x %02x%02x %zd\n", frame[6], frame[7], frame[8], frame[9],
		    frame[10], frame[11], frame[12], frame[13], len);
		fflush(log);
		out = len >= 14 ? answer((size_t)len) : 0;
		if (out && write(fd, frame, out) < 0)
			perror("write");
	}
}
