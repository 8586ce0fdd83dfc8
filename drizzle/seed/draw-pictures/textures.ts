import { CanvasTexture, Color, MirroredRepeatWrapping, SRGBColorSpace, type Texture } from 'three';
import { fractalNoise, noise } from './noise';

/** A surface at (x, y) in [0, 1]: `tone` 0 is the dark colour and 1 the light one; `height` is for the bumps. */
type Surface = (x: number, y: number) => { tone: number; height: number };

interface Painted {
  map: Texture;
  bumpMap: Texture;
}

/** Paints a surface into a colour map and a bump map; `size` is in pixels. */
function paintSurface(dark: string, light: string, size: [number, number], surface: Surface): Painted {
  const [width, height] = size;
  const from = new Color(dark).convertLinearToSRGB();
  const to = new Color(light).convertLinearToSRGB();
  const colour = new Color();
  const colours = new ImageData(width, height);
  const bumps = new ImageData(width, height);
  for (let index = 0; index < width * height; index++) {
    const point = surface((index % width) / width, Math.floor(index / width) / height);
    colour.lerpColors(from, to, Math.min(1, Math.max(0, point.tone))).multiplyScalar(255);
    colours.data.set([colour.r, colour.g, colour.b, 255], index * 4);
    bumps.data.fill(point.height * 255, index * 4, index * 4 + 3);
    bumps.data[index * 4 + 3] = 255;
  }
  const map = toTexture(colours);
  map.colorSpace = SRGBColorSpace;
  return { map, bumpMap: toTexture(bumps) };
}

function toTexture(pixels: ImageData): Texture {
  const canvas = new OffscreenCanvas(pixels.width, pixels.height);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  const texture = new CanvasTexture(canvas);
  // Mirrored, because none of these surfaces fits together at its edges.
  texture.wrapS = MirroredRepeatWrapping;
  texture.wrapT = MirroredRepeatWrapping;
  texture.anisotropy = 2;
  return texture;
}

function woodAt(x: number, y: number): { tone: number; height: number } {
  const drift = fractalNoise(x * 1.6, y * 5);
  const rings = 0.5 + 0.5 * Math.sin((y * 9 + 3.2 * drift) * Math.PI * 2);
  const fibre = noise(x * 14, y * 260);
  const pore = noise(x * 30 + 9, y * 420) > 0.84 ? 1 : 0;
  const tone = 0.32 * drift + 0.3 * rings + 0.3 * fibre + 0.18 * noise(x * 3, y * 40) - 0.22 * pore;
  return { tone, height: 0.5 + 0.25 * fibre - 0.4 * pore };
}

/** Wood with its grain along u. */
export function paintWood(dark: string, light: string): Painted {
  return paintSurface(dark, light, [1024, 1024], woodAt);
}

/** Floor boards along u: six rows, each board cut from another place of the tree. */
export function paintBoards(dark: string, light: string): Painted {
  const rows = 6;
  return paintSurface(dark, light, [1536, 1536], (x, y) => {
    const row = Math.floor(y * rows);
    const shifted = x * 1.5 + noise(row * 7.3, 2) * 3;
    const board = Math.floor(shifted);
    const seam = Math.min(y * rows - row, row + 1 - y * rows) / rows < 0.0016 || shifted - board < 0.003;
    if (seam) return { tone: -0.1, height: 0 };
    const own = noise(row * 13.7 + 0.5, board * 5.1 + 0.5);
    const wood = woodAt(x * 1.2 + own * 9, y * 0.9 + own * 31);
    return { tone: 0.75 * wood.tone + 0.35 * own - 0.05, height: 0.4 + 0.5 * wood.height };
  });
}

/** Plain weave: threads over and under, with slubs. */
export function paintWeave(dark: string, light: string, threads = 90): Painted {
  return paintSurface(dark, light, [1024, 1024], (x, y) => {
    const over = (Math.floor(x * threads) + Math.floor(y * threads)) % 2 === 0;
    const across = Math.abs(Math.sin((over ? y : x) * threads * Math.PI));
    const along = Math.abs(Math.sin((over ? x : y) * threads * Math.PI));
    const slub = over ? noise(x * 6, y * threads) : noise(x * threads, y * 6);
    const height = across * (0.55 + 0.45 * along);
    return { tone: 0.55 * height + 0.35 * slub + 0.15 * fractalNoise(x * 8, y * 8), height };
  });
}

/** Pebbled leather or leatherette. */
export function paintLeather(dark: string, light: string): Painted {
  return paintSurface(dark, light, [1024, 1024], (x, y) => {
    const grain = fractalNoise(x * 90, y * 90);
    const crease = 1 - Math.abs(fractalNoise(x * 34 + 5, y * 34) * 2 - 1);
    const height = 0.6 * grain + 0.4 * (1 - crease ** 6);
    return { tone: 0.5 * height + 0.6 * fractalNoise(x * 5, y * 5) - 0.1, height };
  });
}

/** Painted wall, or the fine unevenness of glaze and cast plastic. */
export function paintPlaster(dark: string, light: string): Painted {
  return paintSurface(dark, light, [1024, 1024], (x, y) => ({
    tone: fractalNoise(x * 3, y * 3),
    height: 0.5 * fractalNoise(x * 60, y * 60) + 0.5 * fractalNoise(x * 14, y * 14),
  }));
}

/** The edge of a closed book: leaves along u. */
export function paintPages(): Painted {
  return paintSurface('#b8a886', '#f3ead6', [256, 1024], (x, y) => {
    const leaf = noise(x * 2, y * 240);
    return { tone: 0.35 + 0.6 * leaf, height: leaf };
  });
}

/** Draws on a square canvas by hand: engravings, leaves, prints. */
export function drawTexture(
  size: number,
  draw: (context: OffscreenCanvasRenderingContext2D) => void,
): Texture {
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d');
  if (context) draw(context);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.anisotropy = 2;
  return texture;
}
