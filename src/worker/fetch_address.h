/* Which numbers of the network are open to all. */
#ifndef WORKER_FETCH_ADDRESS_H
#define WORKER_FETCH_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* Of the open network: none of the host itself, of private networks, of links, of groups, of tests,
 * nor one that carries such a number within (IANA special-purpose registries, RFC 6890). */
bool fetch_address_open(const struct sockaddr *at);

#endif
