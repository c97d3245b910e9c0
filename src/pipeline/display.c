// SPDX-License-Identifier: MIT
#include "display.h"

#include <string.h>

#include "../core/text.h"
#include "camera.h"

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* The panel that the board says it has, or NULL. */
static const struct mf_panel *panel_here(const struct mf_evaluation *run)
{
    const struct mf_display_rule *rule = &run->data->display;
    const char *id = run->request->board_panel;
    for (size_t i = 0; id && i < rule->panel_id_count; i++) {
        if (strcmp(rule->panel_ids[i].id, id) == 0)
            return &rule->panel_ids[i];
    }
    return NULL;
}

static struct mf_size panel_asked(const struct mf_evaluation *run)
{
    const struct mf_picture_spec *named = &run->request->display.panel;
    const struct mf_panel *here = panel_here(run);
    if (named->width > 0)
        return (struct mf_size){named->width, named->height};
    return here ? here->size : run->data->display.panel;
}

/* MaixCDK makes no display larger than the panel. */
static struct mf_size panel_made(const struct mf_evaluation *run, struct mf_size asked)
{
    const struct mf_size *bound = &run->data->display.panel_max;
    if (bound->width == 0)
        return asked;
    return (struct mf_size){smaller(asked.width, bound->width),
                            smaller(asked.height, bound->height)};
}

static bool holds(const struct mf_size *panel, const struct mf_size *display)
{
    return display->width <= panel->width && display->height <= panel->height;
}

static bool is_held(const struct mf_display_rule *rule, const struct mf_size *display)
{
    bool bounded = rule->panel_max.width > 0;
    if (bounded && holds(&rule->panel_max, display))
        return true;
    for (size_t i = 0; i < rule->panels.count; i++) {
        if (holds(&rule->panels.items[i], display))
            return true;
    }
    return !bounded && rule->panels.count == 0;
}

static void add_size(struct mf_text *sizes, const struct mf_size *size)
{
    mf_text_format(sizes, "%s%llux%llu", sizes->length == 0 ? "" : ", ",
                   (unsigned long long)size->width, (unsigned long long)size->height);
}

/* A display that no panel of the board holds. */
static bool check_size(struct mf_evaluation *run, struct mf_size asked)
{
    const struct mf_display_rule *rule = &run->data->display;
    struct mf_text known = {0};
    if (is_held(rule, &asked))
        return true;
    if (rule->panel_max.width > 0)
        add_size(&known, &rule->panel_max);
    for (size_t i = 0; i < rule->panels.count; i++)
        add_size(&known, &rule->panels.items[i]);
    bool ok = mf_findings_add(
        run->arena, &run->list->findings, MF_WARNING, "display-beyond-panel", NULL, run->error,
        _("a display of %llux%llu is larger than every panel of %s that is known (%s), and MaixCDK "
          "makes none larger than the panel; it is counted all the same"),
        (unsigned long long)asked.width, (unsigned long long)asked.height, run->data->id,
        known.bytes ? known.bytes : "");
    mf_text_free(&known);
    return ok;
}

/* Programs show what the camera gives: disp.show(cam.read()). */
struct mf_picture mf_display_image(const struct mf_evaluation *run, bool *assumed)
{
    const struct mf_picture_spec *named = &run->request->display.image;
    const struct mf_channel *channel = mf_camera_largest(run);
    const struct mf_pixel_format *format = run->data->default_format;
    struct mf_size size = panel_made(run, panel_asked(run));
    *assumed = named->width == 0 || !named->what;
    if (named->width > 0) {
        size = (struct mf_size){named->width, named->height};
        format = named->what ? mf_pixel_format_find(named->what) : format;
    } else if (channel) {
        size = (struct mf_size){channel->asked->width, channel->asked->height};
        format = channel->format;
    }
    if (format)
        format = mf_camera_made_format(run->data, format);
    return (struct mf_picture){.width = size.width, .height = size.height, .format = format};
}

static bool note_settings(struct mf_evaluation *run, struct mf_size panel,
                          const struct mf_picture *image, bool image_assumed)
{
    const char *size = mf_arena_format(run->arena, "%llux%llu", (unsigned long long)panel.width,
                                       (unsigned long long)panel.height);
    struct mf_picture_spec shown = {image->width, image->height,
                                    mf_pixel_format_name(image->format), 0, 0};
    bool panel_assumed = run->request->display.panel.width == 0 && !panel_here(run);
    return mf_evaluation_setting(run, "display", 0, size, panel_assumed) &&
           mf_evaluation_setting(run, "display_image", 0, mf_picture_spec_text(run->arena, &shown),
                                 image_assumed);
}

bool mf_display_add(struct mf_evaluation *run)
{
    bool assumed;
    struct mf_row_subject subject = run->subject;
    subject.panel_asked = panel_asked(run);
    subject.panel = panel_made(run, subject.panel_asked);
    subject.picture = mf_display_image(run, &assumed);
    if (!subject.picture.format)
        return mf_evaluation_unknown_format(run, run->request->display.image.what);
    const char *owner =
        mf_arena_format(run->arena, _("display %llux%llu"), (unsigned long long)subject.panel.width,
                        (unsigned long long)subject.panel.height);
    struct mf_pipeline *part = mf_evaluation_part(run, "display");
    return part && check_size(run, subject.panel_asked) &&
           note_settings(run, subject.panel_asked, &subject.picture, assumed) &&
           mf_evaluation_rows(run, part, owner, &run->data->display.rows, &subject);
}
