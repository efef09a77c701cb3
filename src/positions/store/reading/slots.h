/* Lines of a log, cut where certain keys stand: what is between the cuts is the same for many lines.
 *
 * A key begins with a quotation mark and ends with that, or with a brace, of its value; the value reaches to the next
 * one, or to the brace that closes. The slots are these values, in the order of the keys; the frame is the rest of the
 * line. A key that is not there is passed over.
 */

#pragma once
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

enum { BY, CLAIM, ID, SAID, RECORDED_AT, SALT, STREAM, KEYS };

typedef struct {
  const char *text[KEYS];
  Py_ssize_t length[KEYS];
} Keys;

typedef struct {
  const char *begin[KEYS]; /* NULL where the key is not there */
  Py_ssize_t length[KEYS];
} Slots;

static int take_keys(PyObject *given, Keys *keys) {
  if (PyTuple_Size(given) != KEYS) {
    PyErr_Format(PyExc_ValueError, "there are %zd keys; a line is cut at %d", PyTuple_Size(given), KEYS);
    return 0;
  }
  for (Py_ssize_t i = 0; i < KEYS; i++) {
    char *text;
    if (PyBytes_AsStringAndSize(PyTuple_GetItem(given, i), &text, &keys->length[i]) < 0) return 0;
    if (keys->length[i] < 4 || text[0] != '"') {
      PyErr_Format(PyExc_ValueError, "key %zd is no key of a line, with what its value begins with", i);
      return 0;
    }
    keys->text[i] = text;
  }
  return 1;
}

/* Just after the next key, if it is there before *end*. */
static const char *after(const char *from, const char *end, const char *key, Py_ssize_t length) {
  uint32_t head, there;
  memcpy(&head, key, sizeof head);
  for (; end - from >= length; from++) {
    memcpy(&there, from, sizeof there);
    if (there == head && memcmp(from, key, (size_t)length) == 0) return from + length;
  }
  return NULL;
}

/* Cut a line; write its frame, which is no longer than it, and return how long that is. */
static Py_ssize_t cut_line(const char *line, const char *end, const Keys *keys, Slots *slots, char *frame) {
  char *written = frame;
  for (int i = 0; i < KEYS; i++) {
    slots->begin[i] = NULL;
    const char *begin = after(line, end, keys->text[i], keys->length[i]);
    if (begin == NULL) continue;
    const char *stop = memchr(begin, keys->text[i][keys->length[i] - 1] == '"' ? '"' : '}', (size_t)(end - begin));
    if (stop == NULL) continue;
    slots->begin[i] = begin;
    slots->length[i] = stop - begin;
    memcpy(written, line, (size_t)(begin - line));
    written += begin - line;
    line = stop;
  }
  memcpy(written, line, (size_t)(end - line));
  return written + (end - line) - frame;
}
