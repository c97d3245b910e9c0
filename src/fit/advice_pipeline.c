// SPDX-License-Identifier: MIT
/* What-ifs on camera and display: the same request, changed in one point and evaluated again. */
#include <string.h>

#include "../core/text.h"
#include "advice.h"

struct camera_size {
    uint64_t width;
    uint64_t height;
};

static bool npu_bytes(const struct mf_pipeline_list *list, uint64_t *bytes, struct mf_error *error)
{
    *bytes = 0;
    for (size_t i = 0; i < list->count; i++) {
        uint64_t part;
        if (!mf_blocks_sum(&list->items[i].blocks, MF_POOL_NPU, &part, error))
            return false;
        *bytes += part; /* both were summed with the rest of the demand without overflow */
    }
    return true;
}

/* What the changed request frees; 0 where it frees nothing or is none that the board can do. */
static bool gains_of(struct mf_advisor *advisor, const struct mf_pipeline_request *changed,
                     uint64_t *gains)
{
    struct mf_error ignored;
    struct mf_arena scratch = {0};
    struct mf_pipeline_list list = {0};
    uint64_t before;
    uint64_t after;
    *gains = 0;
    bool possible =
        mf_pipeline_evaluate(&scratch, advisor->request->pipeline_data, changed, &list, &ignored);
    bool lacks_memory = !possible && ignored.reason == MF_NO_MEMORY;
    bool ok = !lacks_memory && npu_bytes(&advisor->result->pipelines, &before, advisor->error) &&
              (!possible || npu_bytes(&list, &after, advisor->error));
    if (ok && possible && after < before)
        *gains = before - after;
    mf_arena_free(&scratch);
    return lacks_memory ? mf_fail_memory(advisor->error) : ok;
}

static bool offer(struct mf_advisor *advisor, const char *action, const char *text, uint64_t gains)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_advice advice = {.action = action, .gains = {true, gains}};
    advice.enough = mf_advice_frees_enough(advisor, gains);
    advice.text =
        mf_arena_format(advisor->arena, _("%s: frees %s."), text, mf_size_text(gains, size));
    return mf_advice_add(advisor, advice);
}

/* Copies the cameras, so that one may be changed. */
static struct mf_camera *copy_cameras(struct mf_advisor *advisor)
{
    const struct mf_pipeline_request *request = advisor->request->pipelines;
    struct mf_camera *cameras =
        mf_arena_take(advisor->arena, request->camera_count * sizeof *cameras);
    if (cameras)
        memcpy(cameras, request->cameras, request->camera_count * sizeof *cameras);
    return cameras;
}

/* The largest common size below each camera's that is enough, else the smallest. */
static bool advise_size(struct mf_advisor *advisor)
{
    static const struct camera_size sizes[] = {{1280, 720}, {640, 480}, {320, 240}};
    struct mf_pipeline_request changed = *advisor->request->pipelines;
    struct mf_camera *cameras = copy_cameras(advisor);
    uint64_t best = 0;
    struct camera_size chosen = {0, 0};
    if (!cameras)
        return mf_fail_memory(advisor->error);
    changed.cameras = cameras;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint64_t gains;
        for (size_t k = 0; k < changed.camera_count; k++) {
            const struct mf_camera *asked = &advisor->request->pipelines->cameras[k];
            bool smaller = sizes[i].width * sizes[i].height < asked->width * asked->height;
            cameras[k].width = smaller ? sizes[i].width : asked->width;
            cameras[k].height = smaller ? sizes[i].height : asked->height;
        }
        if (!gains_of(advisor, &changed, &gains))
            return false;
        if (gains <= best)
            continue;
        best = gains;
        chosen = sizes[i];
        if (mf_advice_frees_enough(advisor, gains))
            break;
    }
    if (best == 0)
        return true;
    const char *text =
        mf_arena_format(advisor->arena, _("Open the camera at %llux%llu"),
                        (unsigned long long)chosen.width, (unsigned long long)chosen.height);
    return text ? offer(advisor, "smaller-camera", text, best) : mf_fail_memory(advisor->error);
}

/* One frame less, as long as each is left with two. */
static void take_fewer_buffers(struct mf_camera *camera)
{
    camera->buffers = camera->buffers > 3 ? 3 : 2;
}

static void take_nv21(struct mf_camera *camera)
{
    camera->format = "NV21";
}

/* Offers one change that is made to every camera. */
static bool advise_change(struct mf_advisor *advisor, void (*change)(struct mf_camera *),
                          const char *action, const char *text)
{
    struct mf_pipeline_request changed = *advisor->request->pipelines;
    struct mf_camera *cameras = copy_cameras(advisor);
    uint64_t gains;
    if (!cameras)
        return mf_fail_memory(advisor->error);
    changed.cameras = cameras;
    for (size_t i = 0; i < changed.camera_count; i++)
        change(&cameras[i]);
    if (!gains_of(advisor, &changed, &gains))
        return false;
    return gains == 0 || offer(advisor, action, text, gains);
}

static bool advise_display(struct mf_advisor *advisor)
{
    struct mf_pipeline_request changed = *advisor->request->pipelines;
    uint64_t gains;
    changed.display = false;
    if (!gains_of(advisor, &changed, &gains))
        return false;
    return gains == 0 || offer(advisor, "no-display", _("Go without the display"), gains);
}

bool mf_advise_pipeline(struct mf_advisor *advisor)
{
    const struct mf_pipeline_request *request = advisor->request->pipelines;
    if (!request || !advisor->request->pipeline_data)
        return true;
    if (request->camera_count > 0 &&
        !(advise_change(advisor, take_fewer_buffers, "fewer-buffers",
                        _("Open the camera with fewer buffers (x2; x3 if it has more)")) &&
          advise_change(advisor, take_nv21, "camera-format", _("Take camera frames as NV21")) &&
          advise_size(advisor)))
        return false;
    return !request->display || advise_display(advisor);
}
