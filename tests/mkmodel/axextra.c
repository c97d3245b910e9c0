// SPDX-License-Identifier: MIT
// `extra_data` of an axmodel: base64 of a protobuf that repeats some of the graph.
#include "mkaxmodel.h"

#include "proto.h"

static void extra_subgraph(struct bytes *extra, const struct ax_plan *plan, unsigned group)
{
    struct bytes sub = {0};
    char key[64];
    ax_node_name(plan, group, key, sizeof(key));
    proto_text(&sub, 1, key);
    for (unsigned i = 0; i < plan->dotneus; i++) {
        struct bytes neu = {0}, params = {0};
        unsigned batch = plan->batch[i];
        ax_blob_key(plan, group, batch, key, sizeof(key));
        proto_text(&neu, 1, key);
        proto_int(&neu, 2, batch);
        ax_const_key(plan, group, key, sizeof(key));
        if (plan->const_size > 0) {
            proto_text(&params, 1, "params");
            if (!plan->no_const_key)
                proto_text(&params, 3, key);
            proto_sub(&neu, 3, &params);
        }
        if (plan->dyn_params > 0) {
            proto_text(&params, 1, "dyn_params");
            proto_int(&params, 2, 2);
            proto_text(&params, 10, "npu_dyn_params");
            proto_sub(&neu, 3, &params);
        }
        proto_sub(&sub, 10, &neu);
    }
    proto_sub(extra, 3, &sub);
}

// Batch sizes are stated where there are several, or one that is not 1.
static void build_info(struct bytes *build, const struct ax_plan *plan)
{
    struct bytes batches = {0};
    for (unsigned i = 0; i < plan->dotneus; i++)
        bytes_varint(&batches, plan->batch[i]);
    if (plan->dotneus > 1 || plan->batch[0] > 1)
        proto_sub(build, 1, &batches); // packed
    bytes_free(&batches);
    if (plan->max_batch > 0)
        proto_int(build, 2, plan->max_batch);
    if (plan->npu_mode > 0)
        proto_int(build, 3, plan->npu_mode);
}

void ax_extra_data(struct bytes *model, const struct ax_plan *plan)
{
    struct bytes extra = {0}, build = {0}, entry = {0}, base64 = {0};
    const struct ax_group *g = &plan->group[0];
    for (unsigned i = 0; i < g->tensors; i++) {
        struct bytes tensor = {0};
        proto_text(&tensor, 1, g->tensor[i].name);
        if (!g->tensor[i].output && g->tensor[i].dims.count == 4) {
            proto_int(&tensor, 2, 1); // an image: NHWC, BGR
            proto_int(&tensor, 3, 3);
        }
        proto_sub(&extra, 1, &tensor);
    }
    proto_text(&extra, 2, "1");
    for (unsigned i = 0; i < plan->groups; i++)
        extra_subgraph(&extra, plan, i);
    build_info(&build, plan);
    proto_sub(&extra, 4, &build);
    if (plan->ax620e) // AX650 is 0 and left out
        proto_int(&extra, 5, 1);
    bytes_base64(&base64, &extra);
    bytes_free(&extra);
    proto_text(&entry, 1, "extra_data");
    proto_sub(&entry, 2, &base64);
    proto_sub(model, 14, &entry);
}
