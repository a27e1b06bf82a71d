import { bar, blank, bone, type Canvas, ellipse, toColourPng, toGreyPng } from './canvas.ts';

const WIDTH = 360;
const HEIGHT = 300;

/** The pictures of the sandbox. They are drawings, simple on purpose: nobody was ever in front of a camera. */
export const PICTURES = {
  foot: () => toGreyPng(foot()),
  hip: () => toGreyPng(hip()),
  chest: () => toGreyPng(chest()),
  spine: () => toGreyPng(spine()),
  breast: () => toGreyPng(breast()),
  ultrasound: () => toGreyPng(ultrasound()),
  wound: () => toColourPng(wound(), [120, 38, 36], [228, 184, 160]),
} as const satisfies Record<string, () => Buffer>;

function foot(): Canvas {
  const canvas = blank(WIDTH, HEIGHT, 0.05, 0.1);
  ellipse(canvas, [180, 250], [120, 130], 0.28, 0.4);
  for (let toe = 0; toe < 5; toe++) {
    const x = 96 + toe * 38;
    const reach = 48 + Math.abs(toe - 1) * 12;
    bar(canvas, [x, 200], [x, reach], 19, 0.27, 0.5);
    bone(canvas, [150 + toe * 16, 280], [x, 176], toe === 0 ? 13 : 9);
    bone(canvas, [x, 162], [x, reach + 44], toe === 0 ? 10 : 7);
    bone(canvas, [x, reach + 32], [x + (toe === 1 ? 12 : 0), reach + 8], toe === 0 ? 9 : 6, 0.74);
  }
  // The wire that holds the straightened second toe.
  bar(canvas, [134, 52], [140, 180], 2.4, 1, 0.5);
  return canvas;
}

function hip(): Canvas {
  const canvas = blank(WIDTH, HEIGHT, 0.08, 0.14);
  ellipse(canvas, [180, 150], [170, 190], 0.24, 0.5);
  ellipse(canvas, [120, 80], [96, 66], 0.66, 0.35);
  ellipse(canvas, [120, 92], [56, 38], 0.36, 0.5);
  bone(canvas, [232, 170], [256, 296], 26, 0.72);
  // Cup, ball and stem of the new joint.
  ellipse(canvas, [186, 126], [38, 34], 1, 0.12);
  ellipse(canvas, [188, 128], [27, 25], 0.82, 0.2);
  bar(canvas, [194, 132], [232, 164], 9, 1, 0.2);
  bar(canvas, [232, 164], [252, 270], 10, 1, 0.2);
  return canvas;
}

function chest(): Canvas {
  const canvas = blank(WIDTH, HEIGHT, 0.3, 0.42);
  ellipse(canvas, [112, 150], [66, 116], 0.1, 0.4);
  ellipse(canvas, [248, 150], [66, 116], 0.1, 0.4);
  for (let rib = 0; rib < 8; rib++) {
    const y = 56 + rib * 26;
    bar(canvas, [168, y - 10], [52, y + 18], 5, 0.42, 0.8);
    bar(canvas, [192, y - 10], [308, y + 18], 5, 0.42, 0.8);
  }
  for (let disc = 0; disc < 12; disc++) bar(canvas, [172, 24 + disc * 23], [188, 24 + disc * 23], 9, 0.66, 0.5);
  ellipse(canvas, [204, 200], [62, 56], 0.68, 0.35);
  return canvas;
}

function spine(): Canvas {
  const canvas = blank(WIDTH, HEIGHT, 0.16, 0.12);
  ellipse(canvas, [190, 150], [150, 190], 0.22, 0.5);
  bar(canvas, [226, 0], [216, 300], 15, 0.74, 0.4);
  for (let level = 0; level < 6; level++) {
    const x = 168 - Math.round(10 * Math.sin(level / 2));
    bar(canvas, [x - 20, 28 + level * 48], [x + 22, 28 + level * 48], 16, 0.5, 0.3);
    bar(canvas, [x - 20, 52 + level * 48], [x + 24, 52 + level * 48], 5, level === 3 ? 0.14 : 0.66, 0.5);
  }
  // The disc that presses backwards on the nerve root.
  ellipse(canvas, [206, 198], [16, 9], 0.1, 0.4);
  return canvas;
}

function breast(): Canvas {
  const canvas = blank(WIDTH, HEIGHT, 0.02, 0.02);
  ellipse(canvas, [0, 150], [300, 146], 0.34, 0.2);
  for (let strand = 0; strand < 9; strand++) {
    bar(canvas, [10, 60 + strand * 22], [180 + (strand % 3) * 24, 110 + strand * 10], 8, 0.5, 0.9);
  }
  ellipse(canvas, [170, 112], [17, 15], 0.96, 0.4);
  for (let spike = 0; spike < 8; spike++) {
    const angle = (spike * Math.PI) / 4;
    bar(canvas, [170, 112], [170 + 32 * Math.cos(angle), 112 + 32 * Math.sin(angle)], 2, 0.8, 0.7);
  }
  return canvas;
}

function ultrasound(): Canvas {
  const canvas = blank(WIDTH, HEIGHT, 0, 0);
  for (let ray = -9; ray <= 9; ray++) {
    const angle = Math.PI / 2 + ray * 0.075;
    bar(
      canvas,
      [180, -20],
      [180 + 290 * Math.cos(angle), -20 + 290 * Math.sin(angle)],
      14,
      0.3 + (ray % 2) * 0.04,
      0.9,
    );
  }
  ellipse(canvas, [180, 160], [104, 76], 0.04, 0.2);
  ellipse(canvas, [144, 150], [36, 32], 0.72, 0.35);
  ellipse(canvas, [144, 150], [24, 21], 0.34, 0.5);
  ellipse(canvas, [212, 172], [50, 30], 0.6, 0.4);
  bar(canvas, [232, 150], [262, 136], 7, 0.6);
  bar(canvas, [244, 184], [270, 198], 7, 0.6);
  return canvas;
}

function wound(): Canvas {
  const canvas = blank(WIDTH, HEIGHT, 0.86, 0.78);
  ellipse(canvas, [180, 150], [150, 70], 0.68, 0.9);
  bar(canvas, [70, 170], [290, 132], 5, 0.12, 0.7);
  for (let stitch = 0; stitch < 9; stitch++) {
    const x = 84 + stitch * 24;
    bar(canvas, [x - 3, 150 - stitch * 4], [x + 5, 182 - stitch * 4], 1.8, 0, 0.6);
  }
  return canvas;
}
