/* One question: the rows of a cell, from those that can have been the last words to an outcome.
 *
 * As `positions.replay.index.window` has it, where all rows are the actor's own.
 */

#pragma once
#include "columns.h"
#include "searching.h"
#include "words.h"

typedef struct {
  const int64_t *keys, *bounds, *start, *stop, *reach, *disclosed, *public;
  const uint16_t *outcome, *flags;
  Py_ssize_t segments;
  int64_t rows;
} Layer;

/* Take the columns of a layer, which `Layer.columns` gives by the alphabet; 0, with an error, where one is short. */
static int take_layer(Columns *held, PyObject *columns, Layer *layer) {
  READ(layer->keys, PyTuple_GetItem(columns, 3), 0);
  layer->segments = length(held);
  READ(layer->bounds, PyTuple_GetItem(columns, 0), layer->segments + 1);
  layer->rows = layer->bounds[layer->segments];
  READ(layer->disclosed, PyTuple_GetItem(columns, 1), layer->rows);
  READ(layer->flags, PyTuple_GetItem(columns, 2), layer->rows);
  READ(layer->outcome, PyTuple_GetItem(columns, 4), layer->rows);
  READ(layer->public, PyTuple_GetItem(columns, 5), layer->rows);
  READ(layer->reach, PyTuple_GetItem(columns, 6), layer->rows);
  READ(layer->start, PyTuple_GetItem(columns, 7), layer->rows);
  READ(layer->stop, PyTuple_GetItem(columns, 8), layer->rows);
  return 1;
end:
  return 0;
}

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

enum { NOBODY = 0, ASTRAY = -1 };

/* What the rows of a cell lead to, tier by tier; NOBODY where others have to say, ASTRAY where a bound is none. */
static int of_cell(const Layer *layer, const Listening *heard, int64_t key) {
  int64_t segment = layer->segments; /* a key below 0 is that of no cell */
  if (key >= 0) less_than(layer->keys, layer->segments, &key, 1, &segment);
  int possible = 0, certain = 0;
  for (; segment < layer->segments && layer->keys[segment] <= key + words.tiers && !certain; segment++) {
    const int64_t first = layer->bounds[segment], last = layer->bounds[segment + 1];
    int64_t begun;
    int any;
    if (first < 0 || first > last || last > layer->rows) return ASTRAY;
    less_than(layer->start + first, last - first, &heard->before, 1, &begun);
    const int found = of_tier(layer, heard, first, first + begun, &certain, &any);
    if (any && !found) return NOBODY;
    possible |= found;
  }
  return certain ? possible : possible | words.no_record;
}
