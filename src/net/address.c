/* net/address.c: the special-purpose registries of IANA as two tables. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/address.h"

#include "core/attr.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

/* iana-ipv4-special-registry and iana-ipv4-multicast, seen 2026-09. The few addresses inside
 * 192.0.0.0/24 that are anycast for everybody serve nothing that Tact reads. */
static const struct {
    uint32_t from;
    int bits;
} special4[] = {
    {0x00000000, 8 }, /* 0.0.0.0/8 this network */
    {0x0A000000, 8 }, /* 10.0.0.0/8 private */
    {0x64400000, 10}, /* 100.64.0.0/10 shared by carriers */
    {0x7F000000, 8 }, /* 127.0.0.0/8 loopback */
    {0xA9FE0000, 16}, /* 169.254.0.0/16 link-local, and the clouds' metadata */
    {0xAC100000, 12}, /* 172.16.0.0/12 private */
    {0xC0000000, 24}, /* 192.0.0.0/24 protocol assignments */
    {0xC0000200, 24}, /* 192.0.2.0/24 documentation */
    {0xC0586300, 24}, /* 192.88.99.0/24 6to4 relays, withdrawn */
    {0xC0A80000, 16}, /* 192.168.0.0/16 private */
    {0xC6120000, 15}, /* 198.18.0.0/15 benchmarks */
    {0xC6336400, 24}, /* 198.51.100.0/24 documentation */
    {0xCB007100, 24}, /* 203.0.113.0/24 documentation */
    {0xE0000000, 4 }, /* 224.0.0.0/4 multicast */
    {0xF0000000, 4 }  /* 240.0.0.0/4 reserved, broadcast */
};

static bool public4(uint32_t ip)
{
    for (size_t i = 0; i < COUNT_OF(special4); i++)
        if ((ip ^ special4[i].from) >> (32 - special4[i].bits) == 0)
            return false;
    return true;
}

static uint32_t four(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool public6(const uint8_t ip[16])
{
    static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    static const uint8_t translated[12] = {0x00, 0x64, 0xFF, 0x9B};
    const uint32_t head = four(ip);
    if (memcmp(ip, mapped, sizeof mapped) == 0 ||
        memcmp(ip, translated, sizeof translated) == 0)
        return public4(four(ip + 12));
    if (ip[0] >> 5 != 1) /* all that is given to anybody is in 2000::/3 */
        return false;
    if (head >> 16 == 0x2002) /* 6to4: RFC 3056 */
        return public4(four(ip + 2));
    if (head == 0x20010000) /* Teredo: its server, and the client with all bits turned */
        return public4(four(ip + 4)) && public4(~four(ip + 12));
    return head >> 9 != 0x20010000 >> 9 /* 2001::/23 protocol assignments */
           && head != 0x20010DB8        /* documentation */
           && head >> 12 != 0x3FFF0;    /* 3fff::/20 documentation */
}

bool address_is_public(const struct sockaddr *sa)
{
    /* copied out: what curl hands over is not aligned for either */
    if (sa->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, sa, sizeof in);
        return public4(ntohl(in.sin_addr.s_addr));
    }
    if (sa->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, sa, sizeof in6);
        return public6(in6.sin6_addr.s6_addr);
    }
    return false;
}
