/* The innermost loops of the column index, compiled, as Python calls them.
 *
 * `vectors.py` says in numpy what each of them answers, and a law holds the two to each other. Where it cannot be
 * foreseen whether something is found, it is written first and counted then, without a jump: what is written into
 * has room for one item more. Only Python's stable interface is used: one file serves every Python from 3.11 on.
 */

#include "columns.h"
#include "filing.h"
#include "layer.h"
#include "searching.h"
#include "spans.h"
#include "words.h"

static PyObject *take_words(PyObject *Py_UNUSED(module), PyObject *given) {
  long long past, future;
  if (!PyArg_ParseTuple(given, "iiiHLL", &words.tiers, &words.perhaps, &words.roled, &words.no_record, &past, &future))
    return NULL;
  words.open_past = past;
  words.open_future = future;
  return Py_NewRef(Py_None);
}

static PyObject *file_ids(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *ids, *into;
  if (!PyArg_ParseTuple(given, "O!O", &PyTuple_Type, &ids, &into)) return NULL;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  int32_t *slots;
  WRITE(slots, into, 1);
  if (filed(ids, slots, length(held))) done = Py_NewRef(Py_None);
end:
  let_go(held);
  return done;
}

static PyObject *numbers_of(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *asked, *ids, *table, *into;
  if (!PyArg_ParseTuple(given, "O!O!OO", &PyList_Type, &asked, &PyTuple_Type, &ids, &table, &into)) return NULL;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  const Py_ssize_t count = PyList_Size(asked);
  const int32_t *slots;
  int64_t *found;
  READ(slots, table, 1);
  const Py_ssize_t size = length(held);
  WRITE(found, into, count);
  for (Py_ssize_t i = 0; i < count; i++) {
    const Py_ssize_t slot = slot_of(PyList_GetItem(asked, i), ids, slots, size);
    if (slot < 0) goto end;
    found[i] = slots[slot] - 1;
  }
  done = Py_NewRef(Py_None);
end:
  let_go(held);
  return done;
}

static PyObject *places_of(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *these, *those, *into;
  if (!PyArg_ParseTuple(given, "OOO", &these, &those, &into)) return NULL;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  const int64_t *asked, *among;
  int64_t *found;
  READ(asked, these, 0);
  const Py_ssize_t count = length(held);
  READ(among, those, 0);
  const Py_ssize_t size = length(held);
  WRITE(found, into, count);
  for (Py_ssize_t start = 0; start < count; start += AT_ONCE) {
    const Py_ssize_t some = count - start < AT_ONCE ? count - start : AT_ONCE;
    less_than(among, size, asked + start, some, found + start);
  }
  for (Py_ssize_t i = 0; i < count; i++)
    if (found[i] == size || among[found[i]] != asked[i]) found[i] = -1;
  done = Py_NewRef(Py_None);
end:
  let_go(held);
  return done;
}

static PyObject *last_at(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *columns, *keys, *outcomes;
  long long until;
  if (!PyArg_ParseTuple(given, "O!LOO", &PyTuple_Type, &columns, &until, &keys, &outcomes)) return NULL;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  Spans spans;
  Found found = {.in = 0, .open = 0, .places = NULL};
  if (!take_spans(held, columns, &spans)) goto end;
  WRITE(found.keys, keys, spans.cells + 1);
  WRITE(found.outcomes, outcomes, spans.cells + 1);
  found.places = PyMem_Malloc(2 * (size_t)(spans.cells + 1) * sizeof *found.places);
  if (found.places == NULL) {
    PyErr_NoMemory();
    goto end;
  }
  found.rows = found.places + spans.cells + 1;
  Py_BEGIN_ALLOW_THREADS;
  at(&spans, until, &found);
  Py_END_ALLOW_THREADS;
  done = PyLong_FromSsize_t(found.in);
end:
  PyMem_Free(found.places);
  let_go(held);
  return done;
}

static PyObject *last_everywhere(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *columns, *into;
  long long until;
  if (!PyArg_ParseTuple(given, "O!LO", &PyTuple_Type, &columns, &until, &into)) return NULL;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  Spans spans;
  uint16_t *outcomes;
  int32_t *rows = NULL;
  if (!take_spans(held, columns, &spans)) goto end;
  WRITE(outcomes, into, spans.cells);
  rows = PyMem_Malloc((size_t)(spans.cells + 1) * sizeof *rows);
  if (rows == NULL) {
    PyErr_NoMemory();
    goto end;
  }
  Py_BEGIN_ALLOW_THREADS;
  everywhere(&spans, until, outcomes, rows);
  Py_END_ALLOW_THREADS;
  done = Py_NewRef(Py_None);
end:
  PyMem_Free(rows);
  let_go(held);
  return done;
}

static PyObject *last_of(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *columns, *these, *ends, *into, *beside;
  if (!PyArg_ParseTuple(given, "O!OOOO", &PyTuple_Type, &columns, &these, &ends, &into, &beside)) return NULL;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  Spans spans;
  const int64_t *cells, *until;
  int32_t *rows;
  uint16_t *outcomes;
  if (!take_spans(held, columns, &spans)) goto end;
  READ(cells, these, 0);
  const Py_ssize_t count = length(held);
  READ(until, ends, count);
  WRITE(rows, into, count);
  WRITE(outcomes, beside, count);
  Py_BEGIN_ALLOW_THREADS;
  for (Py_ssize_t i = 0; i < count; i += AT_ONCE) {
    const Py_ssize_t some = count - i < AT_ONCE ? count - i : AT_ONCE;
    of_some(&spans, some, cells + i, until + i, rows + i, outcomes + i);
  }
  Py_END_ALLOW_THREADS;
  done = Py_NewRef(Py_None);
end:
  let_go(held);
  return done;
}

static PyObject *word_of(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *columns;
  long long key, before, until, public_by;
  int unheard, special;
  if (!PyArg_ParseTuple(given, "O!LLLLii", &PyTuple_Type, &columns, &key, &before, &until, &public_by, &unheard,
                        &special))
    return NULL;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  Layer layer;
  if (!take_layer(held, columns, &layer)) goto end;
  const Listening heard = {before, until, public_by, unheard, special};
  const int outcome = of_cell(&layer, &heard, key);
  if (outcome == ASTRAY)
    PyErr_SetString(PyExc_ValueError, "a segment of the layer does not end where it should");
  else
    done = PyLong_FromLong(outcome);
end:
  let_go(held);
  return done;
}

/* --- the module ------------------------------------------------------------------------------- */

static PyMethodDef loops[] = {
    {"words", take_words, METH_VARARGS, NULL},
    {"file_ids", file_ids, METH_VARARGS, NULL},
    {"numbers_of", numbers_of, METH_VARARGS, NULL},
    {"places_of", places_of, METH_VARARGS, NULL},
    {"last_at", last_at, METH_VARARGS, NULL},
    {"last_everywhere", last_everywhere, METH_VARARGS, NULL},
    {"last_of", last_of, METH_VARARGS, NULL},
    {"word_of", word_of, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "positions.replay.index.kernel.loops",
    .m_doc = "The innermost loops of the column index, compiled.",
    .m_methods = loops,
};

PyMODINIT_FUNC PyInit_loops(void) { return PyModuleDef_Init(&module); }
