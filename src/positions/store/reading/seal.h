/* The seal of a stored line: see `sealed.py`. */

#pragma once
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "blake2b.h"

enum { SEAL = 24, DIGITS = 24 };

/* Write what is hashed with a line at a version, which is more than 0, and return how long it is. */
static size_t ending(long long version, char *into) {
  char digits[DIGITS];
  size_t count = 0, written = 0;
  for (; version > 0; version /= 10) digits[count++] = (char)('0' + version % 10);
  into[written++] = '}';
  while (count > 0) into[written++] = digits[--count];
  return written;
}

/* Whether a sealed line ends with the checksum of its content and its place. */
static int is_sealed(const char *line, Py_ssize_t length, long long version) {
  static const char digits[] = "0123456789abcdef";
  char seal[SEAL] = ",\"~\":\"", more[DIGITS];
  if (length < SEAL || version <= 0) return 0;
  const uint64_t digest = digest_of(line, (size_t)(length - SEAL), more, ending(version, more));
  for (int i = 0; i < 8; i++) {
    const unsigned byte = (unsigned)(digest >> (8 * i)) & 0xff;
    seal[6 + 2 * i] = digits[byte >> 4];
    seal[7 + 2 * i] = digits[byte & 0xf];
  }
  memcpy(seal + SEAL - 2, "\"}", 2);
  return memcmp(line + length - SEAL, seal, SEAL) == 0;
}
