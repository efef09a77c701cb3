/* Searching among what ascends, many at a time: each step waits for memory, and so they wait together. */

#pragma once
#include <Python.h>
#include <stdint.h>

#if defined(__GNUC__)
#define SOON(address) __builtin_prefetch(address)
#else
#define SOON(address) ((void)(address))
#endif

enum { AT_ONCE = 64 };

/* How many of ascending numbers are less than each that is asked for. */
static void less_than(const int64_t *among, Py_ssize_t size, const int64_t *asked, Py_ssize_t count,
                      int64_t *found) {
  for (Py_ssize_t i = 0; i < count; i++) found[i] = 0;
  if (size == 0) return;
  for (Py_ssize_t left = size, half; left > 1; left -= half) {
    half = left / 2;
    for (Py_ssize_t i = 0; i < count; i++) found[i] += half & -(Py_ssize_t)(among[found[i] + half - 1] < asked[i]);
  }
  for (Py_ssize_t i = 0; i < count; i++) found[i] += among[found[i]] < asked[i];
}
