/* Arrays of numpy, met as buffers of Python's. */

#pragma once
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

typedef struct {
  Py_buffer views[16];
  int count;
} Columns;

static void let_go(Columns *held) {
  while (held->count) PyBuffer_Release(&held->views[--held->count]);
}

/* The items of an array, of which there are at least so many; NULL, with an error, where that is not so. */
static void *items(Columns *held, PyObject *array, Py_ssize_t width, Py_ssize_t least, int flags) {
  if (array == NULL) return NULL;
  Py_buffer *view = &held->views[held->count];
  if (PyObject_GetBuffer(array, view, PyBUF_C_CONTIGUOUS | flags) < 0) return NULL;
  held->count++;
  if (view->itemsize == width && view->len >= least * width) return view->buf;
  PyErr_Format(PyExc_ValueError, "column %d has %zd bytes in items of %zd; it takes %zd items of %zd", held->count,
               view->len, view->itemsize, least, width);
  return NULL;
}

#define TAKE(target, array, least, flags)                               \
  target = items(held, array, sizeof *(target), least, flags);          \
  if ((target) == NULL) goto end
#define READ(target, array, least) TAKE(target, array, least, PyBUF_SIMPLE)
#define WRITE(target, array, least) TAKE(target, array, least, PyBUF_WRITABLE)

/* How many items the column has that was taken last. */
static Py_ssize_t length(const Columns *held) {
  const Py_buffer *view = &held->views[held->count - 1];
  return view->len / view->itemsize;
}
