// SPDX-License-Identifier: MIT
/* Steps that change what the app opens: smaller pictures, fewer of them. Each is offered only where
 * it frees memory of this very request, and its option, typed in place of the request's own, is
 * what was judged. */
#include <string.h>

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
    for (size_t i = 0; i < what_if->pipelines.camera_count; i++) {
        if (what_if->cameras[i].count != 1)
            what_if->cameras[i].count = 2;
    }
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

static void set_size(struct mf_picture_spec *picture, size_t size)
{
    picture->width = sizes[size].width;
    picture->height = sizes[size].height;
}

static void make_smaller(struct mf_picture_spec *pictures, size_t count, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        if (is_smaller(size, &pictures[i]))
            set_size(&pictures[i], size);
    }
}

static void apply_smaller_camera(struct mf_what_if *what_if, const struct mf_step *step)
{
    make_smaller(what_if->cameras, what_if->pipelines.camera_count, step->index);
}

/* The image that is shown stays as large as the largest camera picture was. */
static void apply_camera_alone(struct mf_what_if *what_if, const struct mf_step *step)
{
    struct mf_picture_spec *image = &what_if->pipelines.display.image;
    const struct mf_picture_spec *largest =
        mf_picture_spec_largest(what_if->cameras, what_if->pipelines.camera_count);
    if (image->width == 0 && largest) {
        image->width = largest->width;
        image->height = largest->height;
    }
    apply_smaller_camera(what_if, step);
}

static void apply_smaller_image(struct mf_what_if *what_if, const struct mf_step *step)
{
    set_size(&what_if->pipelines.display.image, step->index);
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

/* The JPEG encoders stay, or those for video. */
static void keep_encoders(struct mf_what_if *what_if, bool jpeg)
{
    size_t kept = 0;
    for (size_t i = 0; i < what_if->pipelines.encoder_count; i++) {
        if (is_jpeg(&what_if->encoders[i]) == jpeg)
            what_if->encoders[kept++] = what_if->encoders[i];
    }
    what_if->pipelines.encoder_count = kept;
}

static void apply_no_preview(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    keep_encoders(what_if, false);
}

static void apply_no_video(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    keep_encoders(what_if, true);
}

static void apply_smaller_video(struct mf_what_if *what_if, const struct mf_step *step)
{
    make_smaller(what_if->decoders, what_if->pipelines.decoder_count, step->index);
}

static void apply_no_decoder(struct mf_what_if *what_if, const struct mf_step *step)
{
    (void)step;
    what_if->pipelines.decoder_count = 0;
}

static size_t last_video(const struct mf_pipeline_request *request)
{
    size_t last = request->encoder_count;
    for (size_t i = 0; i < request->encoder_count; i++) {
        if (!is_jpeg(&request->encoders[i]))
            last = i;
    }
    return last;
}

/* The last one for video is left out. */
static void apply_fewer_encoders(struct mf_what_if *what_if, const struct mf_step *step)
{
    size_t last = last_video(&what_if->pipelines);
    (void)step;
    if (last == what_if->pipelines.encoder_count)
        return;
    what_if->pipelines.encoder_count--;
    for (size_t i = last; i < what_if->pipelines.encoder_count; i++)
        what_if->encoders[i] = what_if->encoders[i + 1];
}

/* Its own line, where the app's are known. */
static const char *line_of(const struct mf_advisor *advisor, const char *line)
{
    return mf_advisor_knows_app(advisor) ? line : NULL;
}

static struct mf_step camera_step(const struct mf_advisor *advisor)
{
    return (struct mf_step){.write_option = mf_write_cameras,
                            .write_change =
                                mf_advisor_knows_app(advisor) ? mf_write_camera_lines : NULL};
}

static struct mf_step image_step(const struct mf_advisor *advisor)
{
    return (struct mf_step){.write_option = mf_write_display,
                            .write_change =
                                mf_advisor_knows_app(advisor) ? mf_write_display_line : NULL};
}

/* The largest size that is enough, else the one that frees most. */
static bool offer_size(struct mf_advisor *advisor, struct mf_step step,
                       const struct mf_picture_spec *picture)
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
    return best.gains == 0 || (mf_step_write(advisor, &best) && mf_advisor_take(advisor, &best));
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
    const struct mf_picture_spec *largest =
        mf_picture_spec_largest(request->cameras, request->camera_count);
    bool frees;
    if (!largest)
        return true;
    if (!weigh_camera_alone(advisor, &frees))
        return false;
    struct mf_step fewer = camera_step(advisor);
    fewer.action = "fewer-buffers";
    fewer.apply = apply_fewer_buffers;
    fewer.text = _("Open the camera with fewer buffers");
    struct mf_step nv21 = camera_step(advisor);
    nv21.action = "camera-format";
    nv21.apply = apply_nv21;
    nv21.text = _("Take camera frames as NV21");
    struct mf_step smaller = camera_step(advisor);
    smaller.action = "smaller-camera";
    smaller.apply = apply_smaller_camera;
    smaller.text = _("Open a smaller camera picture");
    return mf_step_write(advisor, &fewer) && mf_advisor_offer(advisor, fewer) &&
           mf_step_write(advisor, &nv21) && mf_advisor_offer(advisor, nv21) &&
           (!frees || offer_size(advisor, smaller, largest));
}

static bool offer_display(struct mf_advisor *advisor, const struct mf_pipeline_request *request)
{
    const struct mf_picture_spec *shown = &request->display.image;
    if (!request->display.wanted)
        return true;
    if (shown->width == 0)
        shown = mf_picture_spec_largest(request->cameras, request->camera_count);
    struct mf_step smaller = image_step(advisor);
    smaller.action = "smaller-image";
    smaller.apply = apply_smaller_image;
    smaller.text = _("Show a smaller image");
    if (shown && !offer_size(advisor, smaller, shown))
        return false;
    return mf_advisor_offer(advisor,
                            (struct mf_step){.action = "no-display",
                                             .apply = apply_no_display,
                                             .text = _("Go without the display"),
                                             .change = line_of(advisor, _("no display.Display()")),
                                             .option = _("without --display")});
}

static size_t count_jpeg(const struct mf_pipeline_request *request)
{
    size_t count = 0;
    for (size_t i = 0; i < request->encoder_count; i++)
        count += is_jpeg(&request->encoders[i]);
    return count;
}

static bool offer_fewer_encoders(struct mf_advisor *advisor,
                                 const struct mf_pipeline_request *request)
{
    const char *spec =
        mf_picture_spec_text(advisor->arena, &request->encoders[last_video(request)]);
    if (!spec)
        return mf_fail_memory(advisor->error);
    return mf_advisor_offer(
        advisor, (struct mf_step){
                     .action = "fewer-encoders",
                     .apply = apply_fewer_encoders,
                     .text = _("Go without the last video encoder"),
                     .change = line_of(advisor, _("one video.Encoder() less")),
                     .option = mf_arena_format(advisor->arena, _("without --encode %s"), spec)});
}

static bool offer_encoders(struct mf_advisor *advisor, const struct mf_pipeline_request *request)
{
    size_t jpeg = count_jpeg(request);
    size_t video = request->encoder_count - jpeg;
    if (jpeg > 0 &&
        !mf_advisor_offer(
            advisor, (struct mf_step){.action = "no-preview",
                                      .apply = apply_no_preview,
                                      .text = mf_advisor_knows_app(advisor)
                                                  ? _("Go without JPEG pictures and MaixVision's "
                                                      "preview")
                                                  : _("Go without JPEG pictures"),
                                      .change = line_of(advisor, _("no to_jpeg()")),
                                      .option = _("without --encode …@jpeg")}))
        return false;
    if (video > 1 && !offer_fewer_encoders(advisor, request))
        return false;
    return video == 0 ||
           mf_advisor_offer(advisor,
                            (struct mf_step){.action = "no-encoder",
                                             .apply = apply_no_video,
                                             .text = _("Go without video encoders"),
                                             .change = line_of(advisor, _("no video.Encoder()")),
                                             .option = _("without video in --encode")});
}

static bool offer_decoders(struct mf_advisor *advisor, const struct mf_pipeline_request *request)
{
    const struct mf_picture_spec *largest =
        mf_picture_spec_largest(request->decoders, request->decoder_count);
    if (!largest)
        return true;
    return offer_size(advisor,
                      (struct mf_step){.action = "smaller-video",
                                       .apply = apply_smaller_video,
                                       .text = _("Decode a smaller video"),
                                       .write_option = mf_write_decoders},
                      largest) &&
           mf_advisor_offer(advisor,
                            (struct mf_step){.action = "no-decoder",
                                             .apply = apply_no_decoder,
                                             .text = _("Go without decoders"),
                                             .change = line_of(advisor, _("no video.Decoder()")),
                                             .option = _("without --decode")});
}

bool mf_advise_app(struct mf_advisor *advisor)
{
    const struct mf_pipeline_request *request = advisor->request->pipelines;
    return !request || !advisor->request->pipeline_data ||
           (offer_cameras(advisor, request) && offer_display(advisor, request) &&
            offer_encoders(advisor, request) && offer_decoders(advisor, request));
}
