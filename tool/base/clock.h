/* clock.h - time, and names that are new. */
#pragma once

#include "base/arena.h"

/* Seconds on a clock that only goes forward; its zero has no meaning. */
double clock_seconds(void);

/* The time now, UTC, as "2026-11-23T06:45:12Z". */
const char *clock_iso(struct arena *a);

/* The day now, UTC, as "2026-11-23", or that so many DAYS before. */
const char *clock_day(struct arena *a, long days);

/* A name no other process has made: the time and random digits, "20261123T064512Z-9f3a61c2". */
const char *clock_unique(struct arena *a);

/* 32 random hexadecimal digits. */
const char *clock_token(struct arena *a);
