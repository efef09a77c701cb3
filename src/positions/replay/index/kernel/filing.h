/* The numbers of ids: a table of hashes beside the ids, which fits into a nearer memory than a dictionary does.
 *
 * A slot holds the number of an id, counted from 1, or 0. The table has a power of two of them, more than ids.
 */

#pragma once
#include <Python.h>
#include <stdint.h>

/* The slot of an id, or the free one where it would be; -1, with an error, where it cannot be hashed or compared. */
static Py_ssize_t slot_of(PyObject *id, PyObject *ids, const int32_t *slots, Py_ssize_t size) {
  const Py_hash_t hash = id == NULL ? -1 : PyObject_Hash(id);
  if (hash == -1) return -1;
  for (size_t step = 0, slot = (size_t)hash;; slot += ++step) {
    slot &= (size_t)size - 1;
    if (slots[slot] == 0) return (Py_ssize_t)slot;
    PyObject *other = PyTuple_GetItem(ids, slots[slot] - 1);
    const int same = other == id ? 1 : other == NULL ? -1 : PyObject_RichCompareBool(other, id, Py_EQ);
    if (same) return same < 0 ? -1 : (Py_ssize_t)slot;
  }
}

/* Give each id its slot; 0, with an error, where one cannot be hashed or there are too many. */
static int filed(PyObject *ids, int32_t *slots, Py_ssize_t size) {
  const Py_ssize_t count = PyTuple_Size(ids);
  if (size & (size - 1) || size <= count) {
    PyErr_Format(PyExc_ValueError, "a table for %zd ids has a power of two of slots, and more; not %zd", count, size);
    return 0;
  }
  for (Py_ssize_t i = 0; i < count; i++) {
    const Py_ssize_t slot = slot_of(PyTuple_GetItem(ids, i), ids, slots, size);
    if (slot < 0) return 0;
    slots[slot] = (int32_t)i + 1;
  }
  return 1;
}
