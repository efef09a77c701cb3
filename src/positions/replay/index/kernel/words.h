/* What bits of rows and ends of time mean: told by Python, where it is said. */

#pragma once
#include <stdint.h>

static struct {
  int tiers, perhaps, roled;
  uint16_t no_record;
  int64_t open_past, open_future;
} words;
