#include "worker/fetch_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

/* Networks that are not open (RFC 6890 and its registry). */
static const struct {
	uint32_t net;
	int bits;
} closed[] = {
	{ 0x00000000, 8 }, /* this host */
	{ 0x0a000000, 8 }, /* 10.0.0.0: private */
	{ 0x64400000, 10 }, /* 100.64.0.0: shared by providers */
	{ 0x7f000000, 8 }, /* 127.0.0.0: loopback */
	{ 0xa9fe0000, 16 }, /* 169.254.0.0: link; clouds tell secrets there */
	{ 0xac100000, 12 }, /* 172.16.0.0: private */
	{ 0xc0000000, 24 }, /* 192.0.0.0: protocols */
	{ 0xc0000200, 24 }, /* 192.0.2.0: examples */
	{ 0xc0586300, 24 }, /* 192.88.99.0: 6to4 */
	{ 0xc0a80000, 16 }, /* 192.168.0.0: private */
	{ 0xc6120000, 15 }, /* 198.18.0.0: measuring */
	{ 0xc6336400, 24 }, /* 198.51.100.0: examples */
	{ 0xcb007100, 24 }, /* 203.0.113.0: examples */
	{ 0xe0000000, 3 }, /* 224.0.0.0 and above: groups, reserved, all */
};

static bool open4(uint32_t ip)
{
	for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
		if ((ip ^ closed[i].net) >> (32 - closed[i].bits) == 0)
			return false;
	return true;
}

static uint32_t four(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool begins(const uint8_t *ip, const char *net, size_t n)
{
	return !memcmp(ip, net, n);
}

static bool open6(const uint8_t *ip)
{
	if (begins(ip, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) || /* ::ffff:a.b.c.d */
		begins(ip, "\0\x64\xff\x9b\0\0\0\0\0\0\0\0", 12)) /* 64:ff9b::a.b.c.d */
		return open4(four(ip + 12));
	if (begins(ip, "\x20\x02", 2)) /* 2002::, 6to4 */
		return open4(four(ip + 2));
	if (begins(ip, "\x20\x01", 2) && ip[2] < 2) /* 2001::/23: Teredo, protocols */
		return false;
	if (begins(ip, "\x20\x01\x0d\xb8", 4) || begins(ip, "\x3f\xff", 2)) /* examples */
		return false;
	return ip[0] >> 5 == 1; /* 2000::/3, all that is given out */
}

bool fetch_address_open(const struct sockaddr *at)
{
	struct sockaddr_in four_at;
	struct sockaddr_in6 six_at;
	if (at->sa_family == AF_INET) {
		memcpy(&four_at, at, sizeof four_at);
		return open4(ntohl(four_at.sin_addr.s_addr));
	}
	if (at->sa_family != AF_INET6)
		return false;
	memcpy(&six_at, at, sizeof six_at);
	return open6(six_at.sin6_addr.s6_addr);
}
