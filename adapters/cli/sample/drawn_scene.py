"""A picture drawn for the sample county's project of bus shelters: nobody took it, nobody is on it."""

import numpy as np

from handlers.files.pixels import png

WIDTH, HEIGHT = 720, 420
SKY, ROAD, KERB, GRASS = (203, 224, 236), (120, 124, 128), (196, 198, 196), (142, 176, 122)
POST, ROOF, GLASS, BENCH, SIGN = (74, 84, 92), (29, 92, 99), (222, 236, 240), (168, 120, 72), (214, 154, 58)
SHAPES = (
    (0, 0, WIDTH, 270, SKY), (0, 270, WIDTH, 300, GRASS), (0, 300, WIDTH, 318, KERB), (0, 318, WIDTH, HEIGHT, ROAD),
    (190, 120, 530, 290, GLASS), (170, 92, 550, 122, ROOF), (186, 120, 200, 302, POST), (520, 120, 534, 302, POST),
    (353, 120, 361, 290, POST), (230, 232, 490, 246, BENCH), (250, 246, 260, 300, POST), (460, 246, 470, 300, POST),
    (610, 90, 670, 150, SIGN), (636, 150, 644, 302, POST), (60, 362, 180, 370, KERB), (300, 362, 420, 370, KERB), (540, 362, 660, 370, KERB),
)  # fmt: skip


def drawn_scene() -> bytes:
    """Give it as PNG."""
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    for left, top, right, bottom, colour in SHAPES:
        pixels[top:bottom, left:right] = colour
    return png(pixels)
