// SPDX-License-Identifier: MIT
/* What-ifs on camera and display: the same request, changed in one point and evaluated again. */
#include <string.h>

#include "../core/text.h"
#include "advice.h"

struct camera_size {
    uint64_t width;
    uint64_t height;
};

/* What the changed request frees, 0 where it frees nothing or is none that the board can do, and
 * whether that is enough. */
static bool try_request(struct mf_advisor *advisor, const struct mf_pipeline_request *changed,
                        uint64_t *gains, bool *enough)
{
    struct mf_error error;
    struct mf_arena scratch = {0};
    struct mf_pipeline_list list = {0};
    const struct mf_result *result = advisor->result;
    struct mf_trial trial = {result->models, result->model_count, &list, &result->supply};
    struct mf_trial_answer answer = {.npu_bytes = result->demand.npu_bytes};
    bool possible =
        mf_pipeline_evaluate(&scratch, advisor->request->pipeline_data, changed, &list, &error);
    bool ok = possible ? mf_fit_try(&trial, &advisor->request->margin, &answer, advisor->error)
                       : error.reason != MF_NO_MEMORY || mf_fail_memory(advisor->error);
    mf_advice_weigh(advisor, &answer, gains, enough);
    mf_arena_free(&scratch);
    return ok;
}

static bool offer(struct mf_advisor *advisor, const char *action, const char *text, uint64_t gains,
                  bool enough)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_advice advice = {.action = action, .gains = {true, gains}, .enough = enough};
    advice.text =
        mf_arena_format(advisor->arena, _("%s: frees %s."), text, mf_size_text(gains, size));
    return mf_advice_add(advisor, advice);
}

/* Copies the cameras, so that one may be changed. */
static struct mf_picture_spec *copy_cameras(struct mf_advisor *advisor)
{
    const struct mf_pipeline_request *request = advisor->request->pipelines;
    struct mf_picture_spec *cameras =
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
    struct mf_picture_spec *cameras = copy_cameras(advisor);
    uint64_t best = 0;
    bool enough = false;
    struct camera_size chosen = {0, 0};
    if (!cameras)
        return mf_fail_memory(advisor->error);
    changed.cameras = cameras;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0] && !enough; i++) {
        uint64_t gains;
        bool now_enough;
        for (size_t k = 0; k < changed.camera_count; k++) {
            const struct mf_picture_spec *asked = &advisor->request->pipelines->cameras[k];
            bool smaller = sizes[i].width * sizes[i].height < asked->width * asked->height;
            cameras[k].width = smaller ? sizes[i].width : asked->width;
            cameras[k].height = smaller ? sizes[i].height : asked->height;
        }
        if (!try_request(advisor, &changed, &gains, &now_enough))
            return false;
        if (gains <= best)
            continue;
        best = gains;
        enough = now_enough;
        chosen = sizes[i];
    }
    if (best == 0)
        return true;
    const char *text =
        mf_arena_format(advisor->arena, _("Open the camera at %llux%llu"),
                        (unsigned long long)chosen.width, (unsigned long long)chosen.height);
    return text ? offer(advisor, "smaller-camera", text, best, enough)
                : mf_fail_memory(advisor->error);
}

/* One frame less, as long as each is left with two. */
static void take_fewer_buffers(struct mf_picture_spec *camera)
{
    camera->count = camera->count > 3 ? 3 : 2;
}

static void take_nv21(struct mf_picture_spec *camera)
{
    camera->what = "NV21";
}

/* Offers one change that is made to every camera. */
static bool advise_change(struct mf_advisor *advisor, void (*change)(struct mf_picture_spec *),
                          const char *action, const char *text)
{
    struct mf_pipeline_request changed = *advisor->request->pipelines;
    struct mf_picture_spec *cameras = copy_cameras(advisor);
    uint64_t gains;
    bool enough;
    if (!cameras)
        return mf_fail_memory(advisor->error);
    changed.cameras = cameras;
    for (size_t i = 0; i < changed.camera_count; i++)
        change(&cameras[i]);
    if (!try_request(advisor, &changed, &gains, &enough))
        return false;
    return gains == 0 || offer(advisor, action, text, gains, enough);
}

static bool advise_display(struct mf_advisor *advisor)
{
    struct mf_pipeline_request changed = *advisor->request->pipelines;
    uint64_t gains;
    bool enough;
    changed.display.wanted = false;
    if (!try_request(advisor, &changed, &gains, &enough))
        return false;
    return gains == 0 || offer(advisor, "no-display", _("Go without the display"), gains, enough);
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
    return !request->display.wanted || advise_display(advisor);
}
