/* net/address.h: which addresses Tact does not go to by itself: those of this machine and its network. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* True only for an address that anybody could reach: what the special-purpose registries of IANA
 * (RFC 6890 and its updates) call globally reachable. IPv4 in IPv6 (mapped, translated by 64:ff9b::/96,
 * 6to4, Teredo) is judged by the address inside. Anything but IPv4 and IPv6 is not public. */
bool address_is_public(const struct sockaddr *sa);

#endif
