/* The innermost loops of the column index, compiled.
 *
 * `vectors.py` says in numpy what each of them answers, and a law holds the two to each other. Columns
 * are arrays of numpy, met as buffers. Where it cannot be foreseen whether something is found, it is
 * written first and counted then, without a jump: what is written into has room for one item more.
 * Only Python's stable interface is used: one file serves every Python from 3.11 on.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#if defined(__GNUC__)
#define SOON(address) __builtin_prefetch(address)
#else
#define SOON(address) ((void)(address))
#endif

enum { AT_ONCE = 64 }; /* searches that wait for memory together */

/* --- what bits and ends mean: told by Python, where that is said ------------------------------- */

static struct {
  int tiers, perhaps, roled;
  uint16_t no_record;
  int64_t open_past, open_future;
} words;

static PyObject *take_words(PyObject *Py_UNUSED(module), PyObject *given) {
  long long past, future;
  if (!PyArg_ParseTuple(given, "iiiHLL", &words.tiers, &words.perhaps, &words.roled, &words.no_record, &past, &future))
    return NULL;
  words.open_past = past;
  words.open_future = future;
  return Py_NewRef(Py_None);
}

/* --- columns ---------------------------------------------------------------------------------- */

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

/* --- ids and keys ----------------------------------------------------------------------------- */

static PyObject *numbers_of(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *ids, *numbers, *into;
  if (!PyArg_ParseTuple(given, "O!O!O", &PyList_Type, &ids, &PyDict_Type, &numbers, &into)) return NULL;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  const Py_ssize_t count = PyList_Size(ids);
  int64_t *found;
  WRITE(found, into, count);
  for (Py_ssize_t i = 0; i < count; i++) {
    PyObject *id = PyList_GetItem(ids, i);
    PyObject *number = id == NULL ? NULL : PyDict_GetItemWithError(numbers, id);
    if (number == NULL && PyErr_Occurred()) goto end;
    found[i] = number == NULL ? -1 : PyLong_AsLongLong(number);
  }
  done = Py_NewRef(Py_None);
end:
  let_go(held);
  return done;
}

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

/* --- spans ------------------------------------------------------------------------------------ */

typedef struct {
  const int64_t *times, *keys;
  const int32_t *bounds, *begin, *plain, *row, *cell;
  const uint16_t *outcome;
  const uint8_t *lone;
  Py_ssize_t occurring, cells, rows;
} Spans;

/* Take the columns of spans, as `Spans.columns` gives them; 0, with an error, where one is too short. */
static int taken(Columns *held, PyObject *columns, Spans *spans) {
  if (!PyTuple_Check(columns)) {
    PyErr_SetString(PyExc_TypeError, "the columns of spans are a tuple");
    return 0;
  }
  READ(spans->times, PyTuple_GetItem(columns, 0), 1);
  spans->occurring = length(held);
  READ(spans->keys, PyTuple_GetItem(columns, 1), 0);
  spans->cells = length(held);
  READ(spans->bounds, PyTuple_GetItem(columns, 2), spans->cells + 1);
  spans->rows = spans->bounds[spans->cells];
  READ(spans->begin, PyTuple_GetItem(columns, 3), spans->rows);
  READ(spans->plain, PyTuple_GetItem(columns, 4), spans->rows);
  READ(spans->outcome, PyTuple_GetItem(columns, 5), spans->rows);
  READ(spans->row, PyTuple_GetItem(columns, 6), spans->rows);
  READ(spans->lone, PyTuple_GetItem(columns, 7), spans->rows);
  READ(spans->cell, PyTuple_GetItem(columns, 8), spans->rows);
  return 1;
end:
  return 0;
}

typedef struct {
  int32_t first, after; /* what begins before the one has begun; what is plain before the other is */
} Cut;

static Cut cut_at(const Spans *spans, int64_t until) {
  int64_t first;
  less_than(spans->times, spans->occurring, &until, 1, &first);
  const int there = first < spans->occurring && spans->times[first] == until;
  return (Cut){(int32_t)first, (int32_t)first + there};
}

/* What a last row leads to that is not over by a cut, or is never plain. */
static uint16_t unsure(const Spans *spans, Py_ssize_t row, int32_t after) {
  if (spans->plain[row] >= spans->occurring - 1) return 0;
  if (spans->lone[row]) return spans->outcome[row] | words.no_record;
  const Py_ssize_t before = row - 1;
  const int settled = row > 0 && spans->cell[before] == spans->cell[row] &&
                      spans->row[before] + 1 == spans->row[row] && spans->plain[before] < after;
  return settled ? spans->outcome[row] | spans->outcome[before] : 0;
}

/* Whether a row is the last of its cell that has begun. */
static inline int is_last(const Spans *spans, Py_ssize_t row, int32_t first) {
  const int begun = spans->begin[row] < first;
  if (row + 1 == spans->rows) return begun;
  return begun & !((spans->cell[row + 1] == spans->cell[row]) & (spans->begin[row + 1] < first));
}

/* Of some cells, whose rows reach from `low` up to `high`, where those end that have begun. */
static void begun(const int32_t *begin, Py_ssize_t count, const int32_t *low, const int32_t *high, const Cut *cut,
                  int32_t *end) {
  int32_t left[AT_ONCE], longest = 0;
  for (Py_ssize_t i = 0; i < count; i++) {
    end[i] = low[i];
    left[i] = high[i] - low[i];
    longest = left[i] > longest ? left[i] : longest;
    SOON(begin + low[i] + left[i] / 2);
  }
  for (; longest > 1; longest -= longest / 2)
    for (Py_ssize_t i = 0; i < count; i++) {
      const int32_t half = left[i] / 2;
      const int32_t seen = (end[i] + half - 1) & -(int32_t)(half > 0); /* any, where nothing is left */
      end[i] += half & -(int32_t)(begin[seen] < cut[i].first);
      left[i] -= half;
    }
  for (Py_ssize_t i = 0; i < count; i++) end[i] += left[i] > 0 && begin[end[i]] < cut[i].first;
}

typedef struct {
  int64_t *keys;
  uint16_t *outcomes;
  int32_t *places, *rows; /* of what is unsure */
  Py_ssize_t in, open;
} Found;

static inline void tell(const Spans *spans, Found *found, int last, Py_ssize_t row, int64_t key, int32_t after) {
  found->keys[found->in] = key;
  found->outcomes[found->in] = spans->outcome[row];
  found->places[found->open] = (int32_t)found->in;
  found->rows[found->open] = (int32_t)row;
  found->open += last & (spans->plain[row] >= after);
  found->in += last;
}

/* Cells of few rows: all are gone through. */
static void by_row(const Spans *spans, Cut cut, Found *found) {
  for (Py_ssize_t row = 0; row < spans->rows; row++)
    tell(spans, found, is_last(spans, row, cut.first), row, spans->keys[spans->cell[row]], cut.after);
}

/* Cells of many rows: each is searched. */
static void by_cell(const Spans *spans, Cut cut, Found *found) {
  Cut cuts[AT_ONCE];
  int32_t end[AT_ONCE];
  for (Py_ssize_t i = 0; i < AT_ONCE; i++) cuts[i] = cut;
  for (Py_ssize_t start = 0; start < spans->cells; start += AT_ONCE) {
    const Py_ssize_t some = spans->cells - start < AT_ONCE ? spans->cells - start : AT_ONCE;
    const int32_t *low = spans->bounds + start;
    begun(spans->begin, some, low, low + 1, cuts, end);
    for (Py_ssize_t i = 0; i < some; i++) {
      const int last = end[i] > low[i];
      tell(spans, found, last, last ? end[i] - 1 : 0, spans->keys[start + i], cut.after);
    }
  }
}

enum { MANY = 4 }; /* rows a cell, from which on it is quicker to search */

static PyObject *last_at(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *columns, *keys, *outcomes;
  long long until;
  if (!PyArg_ParseTuple(given, "OLOO", &columns, &until, &keys, &outcomes)) return NULL;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  Spans spans;
  Found found = {.in = 0, .open = 0, .places = NULL};
  if (!taken(held, columns, &spans)) goto end;
  WRITE(found.keys, keys, spans.cells + 1);
  WRITE(found.outcomes, outcomes, spans.cells + 1);
  found.places = PyMem_Malloc(2 * (size_t)(spans.cells + 1) * sizeof *found.places);
  if (found.places == NULL) {
    PyErr_NoMemory();
    goto end;
  }
  found.rows = found.places + spans.cells + 1;
  Py_BEGIN_ALLOW_THREADS;
  const Cut cut = cut_at(&spans, until);
  if (spans.rows > MANY * spans.cells)
    by_cell(&spans, cut, &found);
  else
    by_row(&spans, cut, &found);
  for (Py_ssize_t i = 0; i < found.open; i++)
    found.outcomes[found.places[i]] = unsure(&spans, found.rows[i], cut.after);
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
  if (!PyArg_ParseTuple(given, "OLO", &columns, &until, &into)) return NULL;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  Spans spans;
  uint16_t *outcomes;
  int32_t *rows = NULL;
  if (!taken(held, columns, &spans)) goto end;
  WRITE(outcomes, into, spans.cells);
  rows = PyMem_Malloc((size_t)(spans.cells + 1) * sizeof *rows);
  if (rows == NULL) {
    PyErr_NoMemory();
    goto end;
  }
  Py_BEGIN_ALLOW_THREADS;
  const Cut cut = cut_at(&spans, until);
  Py_ssize_t open = 0;
  for (Py_ssize_t i = 0; i < spans.cells; i++) outcomes[i] = words.no_record;
  for (Py_ssize_t row = 0; row < spans.rows; row++) {
    uint16_t *outcome = &outcomes[spans.cell[row]];
    const uint16_t in = (uint16_t) - (spans.begin[row] < cut.first); /* all bits, or none */
    *outcome = (uint16_t)((*outcome & ~in) | (spans.outcome[row] & in)); /* the last that is in stays */
    rows[open] = (int32_t)row;
    open += is_last(&spans, row, cut.first) & (spans.plain[row] >= cut.after);
  }
  for (Py_ssize_t i = 0; i < open; i++)
    outcomes[spans.cell[rows[i]]] = unsure(&spans, rows[i], cut.after);
  Py_END_ALLOW_THREADS;
  done = Py_NewRef(Py_None);
end:
  PyMem_Free(rows);
  let_go(held);
  return done;
}

static PyObject *last_of(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *columns, *these, *ends, *into, *beside;
  if (!PyArg_ParseTuple(given, "OOOOO", &columns, &these, &ends, &into, &beside)) return NULL;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  Spans spans;
  const int64_t *cells, *until;
  int32_t *rows;
  uint16_t *outcomes;
  if (!taken(held, columns, &spans)) goto end;
  READ(cells, these, 0);
  const Py_ssize_t count = length(held);
  READ(until, ends, count);
  WRITE(rows, into, count);
  WRITE(outcomes, beside, count);
  Py_BEGIN_ALLOW_THREADS;
  for (Py_ssize_t start = 0; start < count; start += AT_ONCE) {
    const Py_ssize_t some = count - start < AT_ONCE ? count - start : AT_ONCE;
    int64_t first[AT_ONCE];
    int32_t low[AT_ONCE], high[AT_ONCE], end[AT_ONCE];
    Cut cuts[AT_ONCE];
    less_than(spans.times, spans.occurring, until + start, some, first);
    for (Py_ssize_t i = 0; i < some; i++) {
      const int64_t cell = cells[start + i];
      const int there = cell >= 0 && cell < spans.cells;
      const int over = first[i] < spans.occurring && spans.times[first[i]] == until[start + i];
      cuts[i] = (Cut){(int32_t)first[i], (int32_t)first[i] + over};
      low[i] = there ? spans.bounds[cell] : 0;
      high[i] = there ? spans.bounds[cell + 1] : 0;
    }
    begun(spans.begin, some, low, high, cuts, end);
    for (Py_ssize_t i = 0; i < some; i++) {
      const int32_t row = end[i] - 1;
      const int in = end[i] > low[i];
      rows[start + i] = in ? spans.row[row] : -1;
      outcomes[start + i] = in ? spans.outcome[row] : words.no_record;
      if (in && spans.plain[row] >= cuts[i].after)
        outcomes[start + i] = unsure(&spans, row, cuts[i].after);
    }
  }
  Py_END_ALLOW_THREADS;
  done = Py_NewRef(Py_None);
end:
  let_go(held);
  return done;
}

/* --- one question ------------------------------------------------------------------------------ */

typedef struct {
  const int64_t *keys, *bounds, *start, *stop, *reach, *disclosed, *public;
  const uint16_t *outcome, *flags;
} Layer;

typedef struct {
  int64_t before, until, public_by;
  int unheard, special;
} Listening;

static int is_over(int64_t stop, int64_t until) { return stop <= until || until >= words.open_future; }

/* Whether a row is certainly not in, or certain words came after it. */
static int is_past(const Layer *layer, const Listening *heard, int64_t row, int64_t latest) {
  return layer->stop[row] <= latest || layer->flags[row] & heard->unheard || layer->disclosed[row] >= heard->public_by;
}

static int is_special(const Layer *layer, const Listening *heard, int64_t row) {
  const int flags = layer->flags[row];
  return flags & heard->special || (flags & words.perhaps && flags & words.roled);
}

static int is_certain(const Layer *layer, const Listening *heard, int64_t row) {
  return !(layer->flags[row] & words.perhaps) && is_over(layer->stop[row], heard->until) &&
         is_over(layer->public[row], heard->public_by);
}

/* What the rows of one tier lead to, up to one that has not begun; 0 where others have to say. What is certain
 * of the rows is looked for first, and then what can be later than that. */
static int of_tier(const Layer *layer, const Listening *heard, int64_t first, int64_t end, int *certain, int *any) {
  int64_t latest = words.open_past;
  *any = *certain = 0;
  for (int64_t row = end - 1; row >= first && layer->reach[row] > latest; row--) {
    if (is_past(layer, heard, row, latest)) continue;
    *any = 1;
    if (is_special(layer, heard, row) || !is_certain(layer, heard, row)) continue;
    *certain = 1;
    if (layer->start[row] > latest) latest = layer->start[row];
  }
  int found = 0;
  for (int64_t row = end - 1; row >= first && layer->reach[row] > latest; row--) {
    if (is_past(layer, heard, row, latest)) continue;
    if (is_special(layer, heard, row)) return 0;
    found |= layer->outcome[row];
  }
  return found;
}

static PyObject *word_of(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *columns;
  long long key, before, until, public_by;
  Listening heard;
  if (!PyArg_ParseTuple(given, "O!LLLLii", &PyTuple_Type, &columns, &key, &before, &until, &public_by, &heard.unheard,
                        &heard.special))
    return NULL;
  heard.before = before;
  heard.until = until;
  heard.public_by = public_by;
  Columns columns_held = {.count = 0}, *held = &columns_held;
  PyObject *done = NULL;
  Layer layer;
  READ(layer.keys, PyTuple_GetItem(columns, 3), 0); /* by the alphabet, as `Layer.columns` has them */
  const Py_ssize_t segments = length(held);
  READ(layer.bounds, PyTuple_GetItem(columns, 0), segments + 1);
  const int64_t rows = layer.bounds[segments];
  READ(layer.disclosed, PyTuple_GetItem(columns, 1), rows);
  READ(layer.flags, PyTuple_GetItem(columns, 2), rows);
  READ(layer.outcome, PyTuple_GetItem(columns, 4), rows);
  READ(layer.public, PyTuple_GetItem(columns, 5), rows);
  READ(layer.reach, PyTuple_GetItem(columns, 6), rows);
  READ(layer.start, PyTuple_GetItem(columns, 7), rows);
  READ(layer.stop, PyTuple_GetItem(columns, 8), rows);
  const int64_t asked = key;
  int64_t segment = segments; /* a key below 0 is that of no cell */
  if (key >= 0) less_than(layer.keys, segments, &asked, 1, &segment);
  int possible = 0, certain = 0;
  for (; segment < segments && layer.keys[segment] <= key + words.tiers && !certain; segment++) {
    const int64_t first = layer.bounds[segment];
    int64_t begun;
    int any;
    less_than(layer.start + first, layer.bounds[segment + 1] - first, &heard.before, 1, &begun);
    const int found = of_tier(&layer, &heard, first, first + begun, &certain, &any);
    if (any && !found) {
      done = PyLong_FromLong(0);
      goto end;
    }
    possible |= found;
  }
  done = PyLong_FromLong(certain ? possible : possible | words.no_record);
end:
  let_go(held);
  return done;
}

/* --- the module ------------------------------------------------------------------------------- */

static PyMethodDef loops[] = {
    {"words", take_words, METH_VARARGS, NULL},
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
