"""A picture of a page as a PNG with a palette: a fraction of the size, and for flat colours the same to the eye."""

from __future__ import annotations

import base64
import struct
import zlib
from itertools import pairwise

from playwright.sync_api import Page

# Colours are gathered in boxes of 8 × 8 × 8; the fullest boxes give the palette, each the mean of what is in it, and
# every other colour takes the nearest of them. Returns width, height, the palette and each pixel's place in it.
QUANTISED = """async ([picture, colours]) => {
  const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height), context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
  const boxOf = (at) => (pixels[at] >> 3) << 10 | (pixels[at + 1] >> 3) << 5 | pixels[at + 2] >> 3;
  const boxes = new Map();
  for (let at = 0; at < pixels.length; at += 4) {
    const key = boxOf(at), box = boxes.get(key) ?? [0, 0, 0, 0];
    box[0]++; box[1] += pixels[at]; box[2] += pixels[at + 1]; box[3] += pixels[at + 2];
    boxes.set(key, box);
  }
  const means = new Map([...boxes].map(([key, [count, ...sums]]) => [key, sums.map((sum) => Math.round(sum / count))]));
  const fullest = [...boxes].sort((a, b) => b[1][0] - a[1][0] || a[0] - b[0]).slice(0, colours);
  const palette = fullest.map(([key]) => means.get(key));
  const far = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
  const nearest = new Map([...means].map(([key, mean]) => [key, palette.reduce(
    (best, one, place) => far(one, mean) < far(palette[best], mean) ? place : best, 0)]));
  let places = "";
  for (let at = 0; at < pixels.length; at += 4) places += String.fromCharCode(nearest.get(boxOf(at)));
  return [bitmap.width, bitmap.height, palette.flat(), btoa(places)];
}"""


def small_png(picture: bytes, blank: Page, at_most: int) -> bytes:
    """The picture with as many colours, of 200, 128, 64 or 32, as let it fit; an empty page does the work."""
    for colours in (200, 128, 64, 32):
        asked = [base64.b64encode(picture).decode(), colours]
        width, height, palette, places = blank.evaluate(QUANTISED, asked)
        made = written(width, height, bytes(palette), base64.b64decode(places))
        if len(made) <= at_most:
            break
    return made


def written(width: int, height: int, palette: bytes, places: bytes) -> bytes:
    """The PNG of these pixels, each a byte that names its colour in the palette of red, green and blue."""
    rows = b"".join(b"\0" + places[begin:end] for begin, end in pairwise(range(0, width * (height + 1), width)))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
