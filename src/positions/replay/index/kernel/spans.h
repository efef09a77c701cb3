/* Many questions: of each row it is known from when on it is the last of its cell. */

#pragma once
#include "columns.h"
#include "searching.h"
#include "words.h"

typedef struct {
  const int64_t *times, *keys;
  const int32_t *bounds, *begin, *plain, *row, *cell;
  const uint16_t *outcome;
  const uint8_t *lone;
  Py_ssize_t occurring, cells, rows;
} Spans;

/* Take the columns of spans, as `Spans.columns` gives them; 0, with an error, where one is too short. */
static int take_spans(Columns *held, PyObject *columns, Spans *spans) {
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

static Cut cut_of(const Spans *spans, int64_t first, int64_t until) {
  const int there = first < spans->occurring && spans->times[first] == until;
  return (Cut){(int32_t)first, (int32_t)first + there};
}

static Cut cut_at(const Spans *spans, int64_t until) {
  int64_t first;
  less_than(spans->times, spans->occurring, &until, 1, &first);
  return cut_of(spans, first, until);
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

/* The cells in which something is in, at one cut. */
static void at(const Spans *spans, int64_t until, Found *found) {
  const Cut cut = cut_at(spans, until);
  if (spans->rows > MANY * spans->cells)
    by_cell(spans, cut, found);
  else
    by_row(spans, cut, found);
  for (Py_ssize_t i = 0; i < found->open; i++)
    found->outcomes[found->places[i]] = unsure(spans, found->rows[i], cut.after);
}

/* All cells, at one cut; there is room for rows that are unsure. */
static void everywhere(const Spans *spans, int64_t until, uint16_t *outcomes, int32_t *rows) {
  const Cut cut = cut_at(spans, until);
  Py_ssize_t open = 0;
  for (Py_ssize_t i = 0; i < spans->cells; i++) outcomes[i] = words.no_record;
  for (Py_ssize_t row = 0; row < spans->rows; row++) {
    uint16_t *outcome = &outcomes[spans->cell[row]];
    const uint16_t in = (uint16_t) - (spans->begin[row] < cut.first); /* all bits, or none */
    *outcome = (uint16_t)((*outcome & ~in) | (spans->outcome[row] & in)); /* the last that is in stays */
    rows[open] = (int32_t)row;
    open += is_last(spans, row, cut.first) & (spans->plain[row] >= cut.after);
  }
  for (Py_ssize_t i = 0; i < open; i++) outcomes[spans->cell[rows[i]]] = unsure(spans, rows[i], cut.after);
}

/* Up to AT_ONCE cells, each at a cut of its own; one that is not there has no rows. */
static void of_some(const Spans *spans, Py_ssize_t some, const int64_t *cells, const int64_t *until, int32_t *rows,
                    uint16_t *outcomes) {
  int64_t first[AT_ONCE];
  int32_t low[AT_ONCE], high[AT_ONCE], end[AT_ONCE];
  Cut cuts[AT_ONCE];
  less_than(spans->times, spans->occurring, until, some, first);
  for (Py_ssize_t i = 0; i < some; i++) {
    const int there = cells[i] >= 0 && cells[i] < spans->cells;
    cuts[i] = cut_of(spans, first[i], until[i]);
    low[i] = there ? spans->bounds[cells[i]] : 0;
    high[i] = there ? spans->bounds[cells[i] + 1] : 0;
  }
  begun(spans->begin, some, low, high, cuts, end);
  for (Py_ssize_t i = 0; i < some; i++) {
    const int32_t row = end[i] - 1;
    const int in = end[i] > low[i];
    rows[i] = in ? row : -1;
    outcomes[i] = in ? spans->outcome[row] : words.no_record;
    if (in && spans->plain[row] >= cuts[i].after) outcomes[i] = unsure(spans, row, cuts[i].after);
  }
}
