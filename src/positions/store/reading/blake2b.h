/* Eight bytes of BLAKE2b (RFC 7693), without a key: the checksum of a stored line.
 *
 * Python's own is as good, and a line takes twice as long with it: for its object, and for what it is handed.
 */

#pragma once
#include <stdint.h>
#include <string.h>

enum { BLOCK = 128 };

static const uint64_t at_first[8] = {
    0x6a09e667f3bcc908u, 0xbb67ae8584caa73bu, 0x3c6ef372fe94f82bu, 0xa54ff53a5f1d36f1u,
    0x510e527fade682d1u, 0x9b05688c2b3e6c1fu, 0x1f83d9abfb41bd6bu, 0x5be0cd19137e2179u,
};

static const uint8_t orders[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

static uint64_t little(const uint8_t *bytes) {
  return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24 |
         (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 | (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

static uint64_t turned(uint64_t word, int by) { return word >> by | word << (64 - by); }

/* The sixteen words have names of their own and the orders are constants, so that they stay in registers. */
#define MIX(a, b, c, d, x, y) \
  a += b + m[x];              \
  d = turned(d ^ a, 32);      \
  c += d;                     \
  b = turned(b ^ c, 24);      \
  a += b + m[y];              \
  d = turned(d ^ a, 16);      \
  c += d;                     \
  b = turned(b ^ c, 63)

#define ROUND(n)                                        \
  MIX(v0, v4, v8, v12, orders[n][0], orders[n][1]);     \
  MIX(v1, v5, v9, v13, orders[n][2], orders[n][3]);     \
  MIX(v2, v6, v10, v14, orders[n][4], orders[n][5]);    \
  MIX(v3, v7, v11, v15, orders[n][6], orders[n][7]);    \
  MIX(v0, v5, v10, v15, orders[n][8], orders[n][9]);    \
  MIX(v1, v6, v11, v12, orders[n][10], orders[n][11]);  \
  MIX(v2, v7, v8, v13, orders[n][12], orders[n][13]);   \
  MIX(v3, v4, v9, v14, orders[n][14], orders[n][15])

static void compress(uint64_t h[8], const uint8_t *block, uint64_t count, int is_last) {
  uint64_t m[16];
  for (int i = 0; i < 16; i++) m[i] = little(block + 8 * i);
  uint64_t v0 = h[0], v1 = h[1], v2 = h[2], v3 = h[3], v4 = h[4], v5 = h[5], v6 = h[6], v7 = h[7];
  uint64_t v8 = at_first[0], v9 = at_first[1], v10 = at_first[2], v11 = at_first[3];
  uint64_t v12 = at_first[4] ^ count, v13 = at_first[5];
  uint64_t v14 = is_last ? ~at_first[6] : at_first[6], v15 = at_first[7];
  ROUND(0);
  ROUND(1);
  ROUND(2);
  ROUND(3);
  ROUND(4);
  ROUND(5);
  ROUND(6);
  ROUND(7);
  ROUND(8);
  ROUND(9);
  ROUND(0);
  ROUND(1);
  h[0] ^= v0 ^ v8;
  h[1] ^= v1 ^ v9;
  h[2] ^= v2 ^ v10;
  h[3] ^= v3 ^ v11;
  h[4] ^= v4 ^ v12;
  h[5] ^= v5 ^ v13;
  h[6] ^= v6 ^ v14;
  h[7] ^= v7 ^ v15;
}

/* The first word of the digest of one text and another after it, which is no longer than a block. */
static uint64_t digest_of(const char *text, size_t length, const char *more, size_t added) {
  uint64_t h[8];
  uint8_t block[2 * BLOCK] = {0};
  size_t done = 0;
  memcpy(h, at_first, sizeof h);
  h[0] ^= 0x01010000u ^ 8;
  while (length - done > BLOCK) {
    done += BLOCK;
    compress(h, (const uint8_t *)text + done - BLOCK, done, 0);
  }
  const size_t left = length - done;
  memcpy(block, text + done, left);
  memcpy(block + left, more, added);
  const int is_longer = left + added > BLOCK;
  if (is_longer) compress(h, block, done + BLOCK, 0);
  compress(h, block + (is_longer ? BLOCK : 0), length + added, 1);
  return h[0];
}
