// SPDX-License-Identifier: MIT
/* A changed request as it is typed: as options of the tool, and as lines of a MaixPy program (their
 * names: sipeed/MaixCDK d9741a20, maix_camera.hpp and maix_display.hpp). */
#include <string.h>

#include "../core/text.h"
#include "../pipeline/picture.h"
#include "advice.h"

/* "--camera 640x480 --camera 320x240"; NULL without memory. */
static const char *write_specs(struct mf_arena *arena, const char *option,
                               const struct mf_picture_spec *pictures, size_t count)
{
    const char *options = "";
    for (size_t i = 0; options && i < count; i++) {
        const char *spec = mf_picture_spec_text(arena, &pictures[i]);
        options = spec
                      ? mf_arena_format(arena, "%s%s%s %s", options, i > 0 ? " " : "", option, spec)
                      : NULL;
    }
    return options;
}

const char *mf_write_cameras(struct mf_arena *arena, const struct mf_what_if *what_if)
{
    return write_specs(arena, "--camera", what_if->cameras, what_if->pipelines.camera_count);
}

const char *mf_write_decoders(struct mf_arena *arena, const struct mf_what_if *what_if)
{
    return write_specs(arena, "--decode", what_if->decoders, what_if->pipelines.decoder_count);
}

static void put_format(struct mf_text *line, const char *what)
{
    const struct mf_pixel_format *format = what ? mf_pixel_format_find(what) : NULL;
    if (format)
        mf_text_format(line, ", image.Format.FMT_%s", mf_pixel_format_maixpy_name(format));
    else if (what && strcmp(what, MF_FORMAT_RAW) == 0)
        mf_text_add(line, ", raw=True");
}

/* The first camera picture is the sensor's, each further one a channel of it. */
static void put_camera(struct mf_text *line, const struct mf_picture_spec *camera, size_t index)
{
    mf_text_format(line, "%s%s(%llu, %llu", index > 0 ? ", " : "",
                   index > 0 ? "cam.add_channel" : "camera.Camera",
                   (unsigned long long)camera->width, (unsigned long long)camera->height);
    put_format(line, camera->what);
    if (camera->fps > 0)
        mf_text_format(line, ", fps=%llu", (unsigned long long)camera->fps);
    if (camera->count > 0)
        mf_text_format(line, ", buff_num=%llu", (unsigned long long)camera->count);
    mf_text_add(line, ")");
}

const char *mf_write_camera_lines(struct mf_arena *arena, const struct mf_what_if *what_if)
{
    struct mf_text line = {0};
    for (size_t i = 0; i < what_if->pipelines.camera_count; i++)
        put_camera(&line, &what_if->cameras[i], i);
    const char *text = line.failed ? NULL : mf_arena_string(arena, line.bytes ? line.bytes : "");
    mf_text_free(&line);
    return text;
}

const char *mf_write_display(struct mf_arena *arena, const struct mf_what_if *what_if)
{
    const struct mf_display_spec *display = &what_if->pipelines.display;
    const char *panel =
        display->panel.width > 0 ? mf_picture_spec_text(arena, &display->panel) : "yes";
    const char *image = mf_picture_spec_text(arena, &display->image);
    return panel && image ? mf_arena_format(arena, "--display=%s:%s", panel, image) : NULL;
}

const char *mf_write_display_line(struct mf_arena *arena, const struct mf_what_if *what_if)
{
    const struct mf_picture_spec *image = &what_if->pipelines.display.image;
    return mf_arena_format(arena, "disp.show(img.resize(%llu, %llu))",
                           (unsigned long long)image->width, (unsigned long long)image->height);
}

bool mf_step_write(struct mf_advisor *advisor, struct mf_step *step)
{
    struct mf_what_if *what_if = mf_arena_take(advisor->arena, sizeof *what_if);
    if (!what_if || !mf_what_if_begin(advisor->request, advisor->result, what_if))
        return mf_fail_memory(advisor->error);
    step->apply(what_if, step);
    step->option = step->write_option(advisor->arena, what_if);
    if (step->write_change)
        step->change = step->write_change(advisor->arena, what_if);
    mf_what_if_end(what_if);
    bool ok = step->option && (step->change || !step->write_change);
    return ok || mf_fail_memory(advisor->error);
}
