// SPDX-License-Identifier: MIT
/* What no pool size mends: a model for another NPU, a camera of which nothing is known. */
#include "fit.h"

/* A format's models are loaded into one kind of pool; CMA says nothing about the NPU. */
static bool can_load(const struct mf_device *device, enum mf_pool_kind kind,
                     const struct mf_model *model)
{
    if (device && !mf_device_runs(device, model->chip))
        return false;
    return !model->traits || kind == MF_KIND_UNKNOWN || kind == MF_KIND_CMA ||
           kind == model->traits->pool_kind;
}

const struct mf_model *mf_find_misfit(const struct mf_device *device, enum mf_pool_kind kind,
                                      const struct mf_result *result)
{
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_model *model = result->models[i];
        if (!can_load(device, kind, model))
            return model;
        for (size_t k = 0; k < model->member_count; k++) {
            if (!can_load(device, kind, model->members[k]))
                return model->members[k];
        }
    }
    return NULL;
}

bool mf_fit_lacks_pipelines(const struct mf_fit_request *request)
{
    return request->pipelines && mf_pipeline_is_needed(request->pipelines) &&
           !request->pipeline_data;
}
