/* Lines of a log, cut where certain keys stand: what is between the cuts is the same for many lines.
 *
 * A key begins with a quotation mark and ends with that, or with a brace, of its value; the value reaches to the next
 * one, or to the brace that closes. The slots are these values, in the order of the keys; the frame is the rest of the
 * line. A key that is not there is passed over. `frames.py` says why no more need be known of JSON, and what is looked
 * up of a line whose frame is known. Only Python's stable interface is used.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "blake2b.h"

enum { BY, CLAIM, ID, SAID, RECORDED_AT, SALT, STREAM, KEYS };
enum { POSITION, OF, VERSION, IS_SEALED, PLACES };
enum { PLACE, MANNER, SPEAKER, FROM, UNTIL, MOMENT, HASH, COLUMNS };
enum { FIRST_OF_ID = 1, OF_ID = 2, OF_SALT = 4 };
enum { SEAL = 24, DIGITS = 24 };

typedef struct {
  const char *text[KEYS];
  Py_ssize_t length[KEYS];
} Keys;

typedef struct {
  const char *begin[KEYS]; /* NULL where the key is not there */
  Py_ssize_t length[KEYS];
} Slots;

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

/* --- one line --------------------------------------------------------------------------------- */

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

/* Write what is hashed with a line at a version, which is more than 0, and return how long it is. */
static size_t ending(long long version, char *into) {
  char digits[DIGITS];
  size_t count = 0, written = 0;
  for (; version > 0; version /= 10) digits[count++] = (char)('0' + version % 10);
  into[written++] = '}';
  while (count > 0) into[written++] = digits[--count];
  return written;
}

/* Whether a sealed line ends with the checksum of its content and its place; see `sealed.py`. */
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
  const int taken = said != NULL && PyTuple_Check(said) && take_number(PyTuple_GetItem(said, 0), into + FROM) &&
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
