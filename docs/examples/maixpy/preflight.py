# SPDX-License-Identifier: MIT
"""preflight.py: a MaixPy app that asks before it loads. It takes the first of its models that fits beside the camera, and
shows why where none does.

On the board: pip install maixfit, or the wheel for it; then run this as any MaixPy app."""
from maix import app, camera, display, image, nn, time

import maixfit

MODELS = ["/root/models/yolo11s.mud", "/root/models/yolo11n.mud"]  # the one that is wanted most stands first
SIZE = (640, 480)


def choose(models):
    """The first model that fits or None, and what was said of each."""
    sentences = []
    for model in models:
        try:
            # `inside`: this program is the app, and what it already took of the pool counts once.
            verdict = maixfit.check(model, camera=SIZE, display=True, inside=True)
        except maixfit.Error as problem:  # a damaged file, or facts of the board that are missing
            sentences.append(str(problem))
            continue
        sentences.append(verdict.message)
        sentences += [advice.text for advice in verdict.advice[:1]]
        if verdict.fits:
            return model, sentences
    return None, sentences


def show(screen, text):
    picture = image.Image(screen.width(), screen.height())
    picture.draw_string(8, 8, text, image.COLOR_WHITE, wrap=True)
    screen.show(picture)


def main():
    screen = display.Display()
    model, sentences = choose(MODELS)
    show(screen, "\n\n".join(sentences))
    if model is None:
        while not app.need_exit():
            time.sleep_ms(100)
        return
    detector = nn.YOLO11(model)
    pictures = camera.Camera(*SIZE, detector.input_format())
    while not app.need_exit():
        picture = pictures.read()
        for found in detector.detect(picture):
            picture.draw_rect(found.x, found.y, found.w, found.h, image.COLOR_RED)
        screen.show(picture)


if __name__ == "__main__":
    main()
