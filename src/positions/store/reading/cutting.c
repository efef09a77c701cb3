/* Statements of a log, read by the frames of their lines, as Python calls it.
 *
 * `frames.py` says why no more need be known of JSON, and what is looked up of a line whose frame is known. Only
 * Python's stable interface is used.
 */

#include "seal.h"
#include "slots.h"

enum { POSITION, OF, VERSION, IS_SEALED, PLACES };
enum { PLACE, MANNER, SPEAKER, FROM, UNTIL, MOMENT, HASH, COLUMNS };
enum { FIRST_OF_ID = 1, OF_ID = 2, OF_SALT = 4 };

/* What a line is read with: which bytes ids and salts may hold, and where what is the same in many is looked up. */
typedef struct {
  const char *name, *kind;
  Py_ssize_t kind_length, longest_id;
  const uint8_t *alphabet;
  PyObject *frames, *streams, *speakers, *times, *moments;
  PyObject *last; /* when the line before was recorded, as it is written; mostly the next one was, too */
  int64_t moment;
  char *frame;
  size_t room;
} Reader;

static int is_written_with(const uint8_t *alphabet, const char *text, Py_ssize_t length, int which) {
  for (Py_ssize_t i = 0; i < length; i++)
    if (!(alphabet[(uint8_t)text[i]] & which)) return 0;
  return 1;
}

/* Whether the slots hold what they should, but for what is looked up; and the stream is the one of the row. */
static int are_sound(const Reader *reader, const Slots *slots, PyObject *stream) {
  for (int i = 0; i < KEYS; i++)
    if (slots->begin[i] == NULL && i != SALT) return 0;
  Py_ssize_t length;
  const char *name = PyUnicode_AsUTF8AndSize(stream, &length);
  if (name == NULL) {
    PyErr_Clear();
    return 0;
  }
  const char *id = slots->begin[ID], *salt = slots->begin[SALT];
  const Py_ssize_t of_claim = slots->length[CLAIM], of_id = slots->length[ID], of_salt = slots->length[SALT];
  if (length != slots->length[STREAM] || memcmp(name, slots->begin[STREAM], (size_t)length) != 0) return 0;
  if (length != reader->kind_length + of_claim || memcmp(name, reader->kind, (size_t)reader->kind_length) != 0 ||
      memcmp(name + reader->kind_length, slots->begin[CLAIM], (size_t)of_claim) != 0)
    return 0;
  if (of_id < 1 || of_id > reader->longest_id || !is_written_with(reader->alphabet, id, 1, FIRST_OF_ID) ||
      !is_written_with(reader->alphabet, id, of_id, OF_ID))
    return 0;
  return salt == NULL || (of_salt > 0 && of_salt % 2 == 0 && is_written_with(reader->alphabet, salt, of_salt, OF_SALT));
}

/* --- what is looked up ------------------------------------------------------------------------ */

static PyObject *text_of(const Slots *slots, int slot) {
  return PyUnicode_DecodeUTF8(slots->begin[slot], slots->length[slot], NULL);
}

/* What a table has for a slot, or makes of it; NULL, with an error, where it cannot. */
static PyObject *known(PyObject *table, const Slots *slots, int slot) {
  PyObject *key = text_of(slots, slot);
  PyObject *value = key == NULL ? NULL : PyObject_GetItem(table, key);
  Py_XDECREF(key);
  return value;
}

static int take_number(PyObject *value, int64_t *into) {
  *into = value == NULL ? -1 : PyLong_AsLongLong(value);
  return *into != -1 || !PyErr_Occurred();
}

static int take_known(PyObject *table, const Slots *slots, int slot, int64_t *into) {
  PyObject *value = known(table, slots, slot);
  const int taken = take_number(value, into);
  Py_XDECREF(value);
  return taken;
}

static int take_moment(Reader *reader, const Slots *slots, int64_t *into) {
  Py_ssize_t length;
  const char *last = reader->last == NULL ? NULL : PyUnicode_AsUTF8AndSize(reader->last, &length);
  if (last == NULL || length != slots->length[RECORDED_AT] ||
      memcmp(last, slots->begin[RECORDED_AT], (size_t)length) != 0) {
    Py_XDECREF(reader->last);
    reader->last = NULL;
    if (!take_known(reader->moments, slots, RECORDED_AT, &reader->moment)) return 0;
    reader->last = text_of(slots, RECORDED_AT);
  }
  *into = reader->moment;
  return reader->last != NULL;
}

static int take_slots(Reader *reader, const Slots *slots, int64_t *into) {
  if (!take_known(reader->speakers, slots, BY, into + SPEAKER)) return 0;
  if (!take_moment(reader, slots, into + MOMENT)) return 0;
  PyObject *said = known(reader->times, slots, SAID);
  const int taken = said != NULL && take_number(PyTuple_GetItem(said, 0), into + FROM) &&
                    take_number(PyTuple_GetItem(said, 1), into + UNTIL);
  Py_XDECREF(said);
  if (!taken) return 0;
  PyObject *id = text_of(slots, ID);
  into[HASH] = id == NULL ? -1 : PyObject_Hash(id);
  Py_XDECREF(id);
  return id != NULL;
}

/* Where a row stands: position, number of its stream, version; and whether its checksum is right. */
static int take_place(const Reader *reader, PyObject *row, int64_t *into) {
  if (!PyTuple_Check(row) || PyTuple_Size(row) != 5) {
    PyErr_SetString(PyExc_TypeError, "a row has five columns");
    return 0;
  }
  PyObject *version = PyTuple_GetItem(row, 2), *state = PyTuple_GetItem(row, 4);
  PyObject *number = PyObject_GetItem(reader->streams, PyTuple_GetItem(row, 1));
  const int done = take_number(PyTuple_GetItem(row, 0), into + POSITION) && take_number(number, into + OF) &&
                   take_number(version, into + VERSION);
  Py_XDECREF(number);
  if (!done) return 0;
  char *line = NULL;
  Py_ssize_t length;
  const int is_plain = PyLong_CheckExact(version) && PyBytes_CheckExact(state);
  if (is_plain && PyBytes_AsStringAndSize(state, &line, &length) < 0) return 0;
  into[IS_SEALED] = is_plain && is_sealed(line, length, into[VERSION]);
  return 1;
}

/* Whether a row whose checksum is right was taken: 1, 0 where it is for somebody else, -1 with an error. */
static int take_row(Reader *reader, const Keys *keys, PyObject *row, int64_t *into) {
  PyObject *stream = PyTuple_GetItem(row, 1), *name = PyTuple_GetItem(row, 3);
  if (!PyUnicode_Check(name) || PyUnicode_CompareWithASCIIString(name, reader->name) != 0) return 0;
  if (!PyUnicode_Check(stream)) return 0;
  char *line;
  Py_ssize_t length;
  Slots slots;
  if (PyBytes_AsStringAndSize(PyTuple_GetItem(row, 4), &line, &length) < 0) return -1;
  if ((size_t)length > reader->room) {
    PyMem_Free(reader->frame);
    reader->room = 2 * (size_t)length;
    reader->frame = PyMem_Malloc(reader->room);
    if (reader->frame == NULL) {
      PyErr_NoMemory();
      return -1;
    }
  }
  const Py_ssize_t left = cut_line(line, line + length - SEAL, keys, &slots, reader->frame);
  PyObject *frame = PyBytes_FromStringAndSize(reader->frame, left);
  PyObject *manner = frame == NULL ? NULL : PyDict_GetItemWithError(reader->frames, frame);
  Py_XDECREF(frame);
  if (manner == NULL || !take_number(manner, into + MANNER)) return PyErr_Occurred() ? -1 : 0;
  if (!are_sound(reader, &slots, stream)) return 0;
  return take_slots(reader, &slots, into) ? 1 : -1;
}

/* --- as Python calls it ----------------------------------------------------------------------- */

/* A buffer of int64, of which there are at least so many. */
static int64_t *numbers(PyObject *array, Py_buffer *view, Py_ssize_t least) {
  if (PyObject_GetBuffer(array, view, PyBUF_C_CONTIGUOUS | PyBUF_WRITABLE) < 0) return NULL;
  if (view->itemsize == 8 && view->len >= least * 8) return view->buf;
  PyErr_Format(PyExc_ValueError, "%zd bytes in items of %zd have no room for %zd numbers", view->len, view->itemsize,
               least);
  PyBuffer_Release(view);
  return NULL;
}

static PyObject *taken(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *rows, *each, *places, *statements, *done = NULL;
  const char *alphabet;
  Py_ssize_t bytes;
  Keys keys;
  Reader reader = {.frame = NULL, .room = 0};
  if (!PyArg_ParseTuple(given, "O!sO!s#y#n(O!OOOO)OO", &PyList_Type, &rows, &reader.name, &PyTuple_Type, &each,
                        &reader.kind, &reader.kind_length, &alphabet, &bytes, &reader.longest_id, &PyDict_Type,
                        &reader.frames, &reader.streams, &reader.speakers,
                        &reader.times, &reader.moments, &places, &statements))
    return NULL;
  if (!take_keys(each, &keys)) return NULL;
  if (bytes != 256) {
    PyErr_Format(PyExc_ValueError, "there are flags for %zd bytes, and 256 bytes", bytes);
    return NULL;
  }
  Py_buffer of_places, of_statements;
  const Py_ssize_t count = PyList_Size(rows);
  int64_t *place = numbers(places, &of_places, count * PLACES);
  if (place == NULL) return NULL;
  int64_t *statement = numbers(statements, &of_statements, count * COLUMNS);
  if (statement == NULL) {
    PyBuffer_Release(&of_places);
    return NULL;
  }
  reader.alphabet = (const uint8_t *)alphabet;
  Py_ssize_t found = 0;
  for (Py_ssize_t i = 0; i < count; i++, place += PLACES) {
    PyObject *row = PyList_GetItem(rows, i);
    int64_t *into = statement + COLUMNS * found;
    if (row == NULL || !take_place(&reader, row, place)) goto end;
    const int is_known = place[IS_SEALED] ? take_row(&reader, &keys, row, into) : 0;
    if (is_known < 0) goto end;
    into[PLACE] = i;
    found += is_known;
  }
  done = PyLong_FromSsize_t(found);
end:
  Py_XDECREF(reader.last);
  PyMem_Free(reader.frame);
  PyBuffer_Release(&of_statements);
  PyBuffer_Release(&of_places);
  return done;
}

static PyObject *parts(PyObject *Py_UNUSED(module), PyObject *given) {
  PyObject *each;
  const char *line;
  Py_ssize_t length;
  Keys keys;
  Slots slots;
  if (!PyArg_ParseTuple(given, "y#O!", &line, &length, &PyTuple_Type, &each)) return NULL;
  if (!take_keys(each, &keys)) return NULL;
  length = length < SEAL ? 0 : length - SEAL;
  char *frame = PyMem_Malloc((size_t)length + 1);
  if (frame == NULL) return PyErr_NoMemory();
  PyObject *left = PyBytes_FromStringAndSize(frame, cut_line(line, line + length, &keys, &slots, frame));
  PyObject *values = PyTuple_New(KEYS), *done = NULL;
  PyMem_Free(frame);
  for (int i = 0; values != NULL && i < KEYS; i++) {
    PyObject *value = slots.begin[i] == NULL ? Py_NewRef(Py_None) : text_of(&slots, i);
    if (value == NULL || PyTuple_SetItem(values, i, value) < 0) Py_CLEAR(values);
  }
  if (left != NULL && values != NULL) done = PyTuple_Pack(2, left, values);
  Py_XDECREF(left);
  Py_XDECREF(values);
  return done;
}

static PyMethodDef functions[] = {
    {"taken", taken, METH_VARARGS, NULL},
    {"parts", parts, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "positions.store.reading.cutting",
    .m_doc = "Lines of a log, cut where certain keys stand, compiled.",
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit_cutting(void) { return PyModuleDef_Init(&module); }
