// SPDX-License-Identifier: MIT
#include "codec.h"

#include <string.h>

#include "../core/text.h"
#include "camera.h"
#include "display.h"

static const struct mf_codec_rule *find_rule(const struct mf_codec_rules *rules, const char *codec)
{
    for (size_t i = 0; codec && i < rules->count; i++) {
        if (strcmp(rules->items[i].codec, codec) == 0)
            return &rules->items[i];
    }
    return NULL;
}

static bool unknown_codec(struct mf_evaluation *run, const struct mf_codec_rules *rules,
                          const char *codec, bool encodes)
{
    struct mf_text names = {0};
    for (size_t i = 0; i < rules->count; i++) {
        mf_text_add(&names, i == 0 ? "" : ", ");
        mf_text_add(&names, rules->items[i].codec);
    }
    mf_fail(run->error, MF_CAMERA_UNKNOWN,
            encodes ? _("%s has no known encoder of %s; known are: %s")
                    : _("%s has no known decoder of %s; known are: %s"),
            mf_evaluation_board(run), codec ? codec : "?", names.bytes ? names.bytes : _("none"));
    mf_text_free(&names);
    return false;
}

/* The format in which an encoder gets its pictures: that of the camera or of the image shown of the
 * same size, else MaixPy's default. */
static const struct mf_pixel_format *format_of_source(const struct mf_evaluation *run,
                                                      const struct mf_picture_spec *encoder,
                                                      bool *assumed)
{
    *assumed = false;
    for (size_t i = 0; i < run->request->camera_count; i++) {
        const struct mf_channel *channel = &run->channels[i];
        if (channel->asked->width == encoder->width && channel->asked->height == encoder->height)
            return channel->made;
    }
    if (run->request->display.wanted) {
        struct mf_picture image = mf_display_image(run, assumed);
        if (image.width == encoder->width && image.height == encoder->height)
            return image.format;
    }
    *assumed = true;
    return run->data->default_format;
}

static bool depends_on_format(const struct mf_codec_rule *rule)
{
    for (size_t i = 0; i < rule->rows.count; i++) {
        if (rule->rows.items[i].only_for || rule->rows.items[i].not_for)
            return true;
    }
    return false;
}

/* "640x480@JPEG (of RGB888)", the format only where it counts. */
static bool note_encoder(struct mf_evaluation *run, const struct mf_codec_rule *rule, size_t index,
                         const char *text, const struct mf_pixel_format *format, bool assumed)
{
    if (!depends_on_format(rule))
        return mf_evaluation_setting(run, "encode", index, text, false);
    const char *value =
        mf_arena_format(run->arena, "%s (of %s)", text, mf_pixel_format_name(format));
    return mf_evaluation_setting(run, "encode", index, value, assumed);
}

static bool check_width(struct mf_evaluation *run, const struct mf_codec_rule *rule,
                        const struct mf_picture_spec *video)
{
    if (video->width % rule->width_multiple == 0)
        return true;
    return mf_findings_add(
        run->arena, &run->list->findings, MF_WARNING, "decoder-refused", NULL, run->error,
        _("MaixCDK refuses to decode a width of %llu: it must be a multiple of "
          "%llu; it is counted all the same"),
        (unsigned long long)video->width, (unsigned long long)rule->width_multiple);
}

static bool add_codec(struct mf_evaluation *run, const char *name, const char *owner,
                      const struct mf_codec_rule *rule, const struct mf_row_subject *subject)
{
    struct mf_pipeline *part = mf_evaluation_part(run, name);
    return part && mf_evaluation_rows(run, part, owner, &rule->rows, subject);
}

static struct mf_row_subject subject_of(const struct mf_evaluation *run,
                                        const struct mf_picture_spec *video,
                                        const struct mf_pixel_format *format)
{
    struct mf_row_subject subject = run->subject;
    subject.picture =
        (struct mf_picture){.width = video->width, .height = video->height, .format = format};
    return subject;
}

bool mf_codec_add_encoders(struct mf_evaluation *run)
{
    for (size_t i = 0; i < run->request->encoder_count; i++) {
        const struct mf_picture_spec *video = &run->request->encoders[i];
        const struct mf_codec_rule *rule = find_rule(&run->data->encoders, video->what);
        if (!rule)
            return unknown_codec(run, &run->data->encoders, video->what, true);
        bool assumed;
        const struct mf_pixel_format *format = format_of_source(run, video, &assumed);
        struct mf_row_subject subject = subject_of(run, video, format);
        const char *text = mf_picture_spec_text(run->arena, video);
        if (!text)
            return mf_fail_memory(run->error);
        const char *owner = mf_arena_format(run->arena, _("encoder %s"), text);
        if (!note_encoder(run, rule, i, text, format, assumed) ||
            !add_codec(run, "encoder", owner, rule, &subject))
            return false;
    }
    return true;
}

bool mf_codec_add_decoders(struct mf_evaluation *run)
{
    for (size_t i = 0; i < run->request->decoder_count; i++) {
        const struct mf_picture_spec *video = &run->request->decoders[i];
        const struct mf_codec_rule *rule = find_rule(&run->data->decoders, video->what);
        if (!rule)
            return unknown_codec(run, &run->data->decoders, video->what, false);
        struct mf_row_subject subject = subject_of(run, video, run->data->default_format);
        const char *text = mf_picture_spec_text(run->arena, video);
        if (!text)
            return mf_fail_memory(run->error);
        const char *owner = mf_arena_format(run->arena, _("decoder %s"), text);
        if (!check_width(run, rule, video) ||
            !mf_evaluation_setting(run, "decode", i, text, false) ||
            !add_codec(run, "decoder", owner, rule, &subject))
            return false;
    }
    return true;
}

bool mf_audio_add(struct mf_evaluation *run)
{
    const struct mf_pipeline_request *request = run->request;
    const struct mf_audio_rule *rule = &run->data->audio;
    const char *value = !request->audio_play    ? "record"
                        : request->audio_record ? "record, play"
                                                : "play";
    struct mf_pipeline *part = mf_evaluation_part(run, "audio");
    return part && mf_evaluation_setting(run, "audio", 0, value, false) &&
           (!request->audio_record ||
            mf_evaluation_rows(run, part, _("audio recorder"), &rule->record, &run->subject)) &&
           (!request->audio_play ||
            mf_evaluation_rows(run, part, _("audio player"), &rule->play, &run->subject));
}
