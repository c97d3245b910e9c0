// SPDX-License-Identifier: MIT
/* Steps that change the app: a smaller picture, one buffer, another way of loading. Each is offered
 * only where it frees memory of this very request. */
#include <stdio.h>
#include <string.h>

#include "../bundle/model_class.h"
#include "../core/text.h"
#include "advice.h"

/* Sizes that a smaller picture may have, the largest first. */
static const struct {
    uint64_t width;
    uint64_t height;
} sizes[] = {{1280, 720}, {640, 480}, {320, 240}};

#define SIZE_COUNT (sizeof sizes / sizeof sizes[0])

static bool is_smaller(size_t size, const struct mf_picture_spec *picture)
{
    return sizes[size].width * sizes[size].height < picture->width * picture->height;
}

static void apply_fewer_buffers(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    for (size_t i = 0; i < what_if->pipelines.camera_count; i++)
        what_if->cameras[i].count = what_if->cameras[i].count > 3 ? 3 : 2;
}

static void apply_nv21(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    for (size_t i = 0; i < what_if->pipelines.camera_count; i++) {
        const char *format = what_if->cameras[i].what;
        if (!format || strcmp(format, MF_FORMAT_RAW) != 0)
            what_if->cameras[i].what = "NV21";
    }
}

static void apply_smaller_camera(struct mf_what_if *what_if, const struct mf_step *step)
{
    for (size_t i = 0; i < what_if->pipelines.camera_count; i++) {
        if (!is_smaller(step->index, &what_if->cameras[i]))
            continue;
        what_if->cameras[i].width = sizes[step->index].width;
        what_if->cameras[i].height = sizes[step->index].height;
    }
}

static const struct mf_picture_spec *largest_camera(const struct mf_pipeline_request *request)
{
    const struct mf_picture_spec *largest = NULL;
    for (size_t i = 0; i < request->camera_count; i++) {
        const struct mf_picture_spec *camera = &request->cameras[i];
        if (!largest || camera->width * camera->height > largest->width * largest->height)
            largest = camera;
    }
    return largest;
}

/* The image that is shown stays as large as the largest camera picture was. */
static void apply_camera_alone(struct mf_what_if *what_if, const struct mf_step *step)
{
    struct mf_picture_spec *image = &what_if->pipelines.display.image;
    const struct mf_picture_spec *largest = largest_camera(&what_if->pipelines);
    if (image->width == 0 && largest) {
        image->width = largest->width;
        image->height = largest->height;
    }
    apply_smaller_camera(what_if, step);
}

static void apply_smaller_image(struct mf_what_if *what_if, const struct mf_step *step)
{
    what_if->pipelines.display.image.width = sizes[step->index].width;
    what_if->pipelines.display.image.height = sizes[step->index].height;
}

static void apply_no_display(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    what_if->pipelines.display.wanted = false;
}

static bool is_jpeg(const struct mf_picture_spec *encoder)
{
    return strcmp(encoder->what, MF_CODEC_JPEG) == 0;
}

static void apply_no_preview(struct mf_what_if *what_if, const struct mf_step *step)
{
    size_t kept = 0;
    (void)step;
    for (size_t i = 0; i < what_if->pipelines.encoder_count; i++) {
        if (!is_jpeg(&what_if->encoders[i]))
            what_if->encoders[kept++] = what_if->encoders[i];
    }
    what_if->pipelines.encoder_count = kept;
}

static void apply_no_video(struct mf_what_if *what_if, const struct mf_step *step)
{
    size_t kept = 0;
    (void)step;
    for (size_t i = 0; i < what_if->pipelines.encoder_count; i++) {
        if (is_jpeg(&what_if->encoders[i]))
            what_if->encoders[kept++] = what_if->encoders[i];
    }
    what_if->pipelines.encoder_count = kept;
}

/* The last one is left out. */
static void apply_fewer_encoders(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    if (what_if->pipelines.encoder_count > 0)
        what_if->pipelines.encoder_count--;
}

/* Of all models that have two: --dual-buff sets it for all. */
static void apply_one_buffer(struct mf_what_if *what_if, const struct mf_step *step)
{
    for (size_t i = 0; i < step->index; i++) {
        if (what_if->loadings[i].dual_buff == MF_CHOICE_NO)
            continue;
        what_if->loadings[i].dual_buff = MF_CHOICE_NO;
        what_if->is_changed[i] = true;
    }
}

static void apply_twin(struct mf_what_if *what_if, const struct mf_step *step)
{
    what_if->loadings[step->index].ai_isp = (enum mf_choice)step->value.bytes;
    what_if->is_changed[step->index] = true;
}

static void apply_dynamic_layers(struct mf_what_if *what_if, const struct mf_step *step)
{
    what_if->loadings[step->index].dynamic_layers = true;
    what_if->is_changed[step->index] = true;
}

static void apply_context(struct mf_what_if *what_if, const struct mf_step *step)
{
    what_if->loadings[step->index].context = step->value.bytes;
    what_if->is_changed[step->index] = true;
}

static void apply_in_turn(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    what_if->in_turn = true;
}

static bool offer(struct mf_advisor *advisor, struct mf_step step)
{
    return mf_advisor_offer(advisor, &step);
}

static void describe_smaller_camera(struct mf_advisor *advisor, struct mf_step *step)
{
    unsigned long long width = sizes[step->index].width;
    unsigned long long height = sizes[step->index].height;
    step->text = mf_arena_format(advisor->arena,
                                 _("Open a smaller camera picture (camera.Camera(%llu, %llu))"),
                                 width, height);
    step->option = mf_arena_format(advisor->arena, "--camera %llux%llu", width, height);
}

static void describe_smaller_image(struct mf_advisor *advisor, struct mf_step *step)
{
    unsigned long long width = sizes[step->index].width;
    unsigned long long height = sizes[step->index].height;
    step->text = mf_arena_format(advisor->arena,
                                 _("Show a smaller image (disp.show(img.resize(%llu, %llu)))"),
                                 width, height);
    step->option = mf_arena_format(advisor->arena, "--display=yes:%llux%llu", width, height);
}

/* The largest size that is enough, else the one that frees most. */
static bool offer_size(struct mf_advisor *advisor, struct mf_step step,
                       const struct mf_picture_spec *picture,
                       void (*describe)(struct mf_advisor *advisor, struct mf_step *step))
{
    struct mf_step best = {.gains = 0};
    for (size_t i = 0; i < SIZE_COUNT && !best.enough; i++) {
        step.index = i;
        if (!is_smaller(i, picture))
            continue;
        if (!mf_advisor_weigh(advisor, &step))
            return false;
        if (step.gains > best.gains)
            best = step;
    }
    if (best.gains == 0)
        return true;
    describe(advisor, &best);
    return mf_advisor_take(advisor, &best);
}

/* Does a smaller camera free anything by itself, the image that is shown staying as it is? On
 * MaixCAM2 it does not: its frames are blocks of the common pools. */
static bool weigh_camera_alone(struct mf_advisor *advisor, bool *frees)
{
    struct mf_step step = {.apply = apply_camera_alone, .index = SIZE_COUNT - 1};
    bool ok = mf_advisor_weigh(advisor, &step);
    *frees = step.gains > 0;
    return ok;
}

static bool offer_cameras(struct mf_advisor *advisor, const struct mf_pipeline_request *request)
{
    const struct mf_picture_spec *largest = largest_camera(request);
    bool frees;
    if (!largest)
        return true;
    if (!weigh_camera_alone(advisor, &frees))
        return false;
    return offer(advisor, (struct mf_step){.action = "fewer-buffers",
                                           .apply = apply_fewer_buffers,
                                           .text = _("Open the camera with fewer buffers "
                                                     "(camera.Camera(…, buff_num=2))"),
                                           .option = _("--camera …x2")}) &&
           offer(advisor, (struct mf_step){.action = "camera-format",
                                           .apply = apply_nv21,
                                           .text = _("Take camera frames as NV21 "
                                                     "(camera.Camera(…, "
                                                     "image.Format.FMT_YVU420SP))"),
                                           .option = _("--camera …@NV21")}) &&
           (!frees ||
            offer_size(advisor,
                       (struct mf_step){.action = "smaller-camera", .apply = apply_smaller_camera},
                       largest, describe_smaller_camera));
}

static bool offer_display(struct mf_advisor *advisor, const struct mf_pipeline_request *request)
{
    const struct mf_picture_spec *shown = &request->display.image;
    if (!request->display.wanted)
        return true;
    if (shown->width == 0)
        shown = largest_camera(request);
    if (shown &&
        !offer_size(advisor,
                    (struct mf_step){.action = "smaller-image", .apply = apply_smaller_image},
                    shown, describe_smaller_image))
        return false;
    return offer(advisor, (struct mf_step){.action = "no-display",
                                           .apply = apply_no_display,
                                           .text = _("Go without the display (no "
                                                     "display.Display())"),
                                           .option = _("without --display")});
}

static size_t count_jpeg(const struct mf_pipeline_request *request)
{
    size_t count = 0;
    for (size_t i = 0; i < request->encoder_count; i++)
        count += is_jpeg(&request->encoders[i]);
    return count;
}

static bool offer_encoders(struct mf_advisor *advisor, const struct mf_pipeline_request *request)
{
    size_t jpeg = count_jpeg(request);
    size_t video = request->encoder_count - jpeg;
    if (jpeg > 0 &&
        !offer(advisor, (struct mf_step){.action = "no-preview",
                                         .apply = apply_no_preview,
                                         .text = _("Go without JPEG pictures, such as MaixVision's "
                                                   "preview (no to_jpeg())"),
                                         .option = _("without --encode …@jpeg")}))
        return false;
    if (video > 1 && !offer(advisor, (struct mf_step){.action = "fewer-encoders",
                                                      .apply = apply_fewer_encoders,
                                                      .text = _("Go without the last encoder (one "
                                                                "video.Encoder() less)"),
                                                      .option = _("one --encode less")}))
        return false;
    return video == 0 || offer(advisor, (struct mf_step){.action = "no-encoder",
                                                         .apply = apply_no_video,
                                                         .text = _("Go without video encoders (no "
                                                                   "video.Encoder())"),
                                                         .option = _("without --encode")});
}

static const char *one_buffer_text(struct mf_advisor *advisor, const struct mf_model *model,
                                   size_t count)
{
    const struct mf_model_class *class =
        mf_model_class_find(model->bundle ? model->bundle->model_type : NULL);
    if (count > 1)
        return _("Load the models without a second set of buffers (nn.NN(…, dual_buff=False))");
    return mf_arena_format(advisor->arena,
                           _("Load %s without its second set of buffers (%s(…, dual_buff=False))"),
                           model->owner, class ? class->name : "nn.NN");
}

static bool offer_one_buffer(struct mf_advisor *advisor)
{
    const struct mf_result *result = advisor->result;
    const struct mf_model *last = NULL;
    size_t count = 0;
    for (size_t i = 0; i < result->model_count; i++) {
        const struct mf_loaded *loaded = result->models[i]->loaded;
        if (!loaded || loaded->dual_buff != MF_CHOICE_YES)
            continue;
        last = result->models[i];
        count++;
    }
    return count == 0 ||
           offer(advisor, (struct mf_step){.action = "dual-buff",
                                           .apply = apply_one_buffer,
                                           .text = one_buffer_text(advisor, last, count),
                                           .option = "--dual-buff no",
                                           .index = result->model_count});
}

static bool offer_twin(struct mf_advisor *advisor, size_t index)
{
    const struct mf_loaded *loaded = advisor->result->models[index]->loaded;
    if (!loaded->twin || loaded->twin_bytes == 0 || loaded->ai_isp == MF_CHOICE_UNSET)
        return true;
    bool on = loaded->ai_isp == MF_CHOICE_NO; /* what the twin is for */
    struct mf_step step = {.action = "twin",
                           .apply = apply_twin,
                           .value = {false, on ? MF_CHOICE_YES : MF_CHOICE_NO},
                           .option = on ? "--ai-isp on" : "--ai-isp off"};
    step.index = index;
    step.text = mf_arena_format(
        advisor->arena,
        on ? _("Turn AI-ISP on, so that %s is loaded (maix_npu_ai_isp=1 in /boot/configs)")
           : _("Turn AI-ISP off, so that %s is loaded (maix_npu_ai_isp=0 in /boot/configs)"),
        loaded->twin);
    return offer(advisor, step);
}

static bool offer_dynamic_layers(struct mf_advisor *advisor, size_t index)
{
    const struct mf_model *model = advisor->result->models[index];
    if (!model->bundle || !model->bundle->llm.can_load_dynamically || model->loaded->layer_pool > 0)
        return true;
    struct mf_step step = {.action = "dynamic-layers",
                           .apply = apply_dynamic_layers,
                           .text = _("Load the layers one at a time, which is much slower "
                                     "(\"dynamic_load_axmodel_layer\": true)"),
                           .option = "--dynamic-layers"};
    step.index = index;
    return offer(advisor, step);
}

static bool offer_context(struct mf_advisor *advisor, size_t index)
{
    const struct mf_model *model = advisor->result->models[index];
    const struct mf_amount *largest = &advisor->result->largest_context;
    if (!model->bundle || model->bundle->context_count == 0 || !largest->known ||
        largest->bytes >= model->loaded->context)
        return true;
    struct mf_step step = {.action = "shorter-context", .apply = apply_context, .value = *largest};
    step.index = index;
    step.text = mf_arena_format(advisor->arena,
                                _("Take files that are compiled for a context of at most %llu "
                                  "tokens"),
                                (unsigned long long)largest->bytes);
    step.option =
        mf_arena_format(advisor->arena, "--context %llu", (unsigned long long)largest->bytes);
    return offer(advisor, step);
}

static bool offer_loading(struct mf_advisor *advisor)
{
    const struct mf_result *result = advisor->result;
    if (!offer_one_buffer(advisor))
        return false;
    for (size_t i = 0; i < result->model_count; i++) {
        if (result->models[i]->loaded &&
            !(offer_twin(advisor, i) && offer_dynamic_layers(advisor, i) &&
              offer_context(advisor, i)))
            return false;
    }
    return result->model_count < 2 ||
           offer(advisor, (struct mf_step){.action = "load-in-turn",
                                           .apply = apply_in_turn,
                                           .text = _("Load the models in turn, each after the "
                                                     "one before it was deleted (del model)"),
                                           .option = "--each"});
}

bool mf_advise_steps(struct mf_advisor *advisor)
{
    const struct mf_pipeline_request *request = advisor->request->pipelines;
    bool has_app = request && advisor->request->pipeline_data;
    if (has_app && !(offer_cameras(advisor, request) && offer_display(advisor, request) &&
                     offer_encoders(advisor, request)))
        return false;
    return offer_loading(advisor);
}
