// SPDX-License-Identifier: MIT
/* The sensor, and the pools that depend on it. */
#ifndef MAIXFIT_PIPELINE_SENSOR_H
#define MAIXFIT_PIPELINE_SENSOR_H

#include "evaluation.h"

/* Chooses the sensor and its mode, and notes it where a figure depends on it. Fails with `usage` on
 * an unknown name. */
bool mf_sensor_choose(struct mf_evaluation *run);

/* The common pools of the process, where a part of the request takes them. */
bool mf_sensor_add_program(struct mf_evaluation *run);

/* What the first camera takes, its channels aside. */
bool mf_sensor_add(struct mf_evaluation *run);

/* The largest block of the common pools, without metadata; 0 where there is none. */
bool mf_sensor_largest_block(const struct mf_evaluation *run, uint64_t *bytes);

#endif
