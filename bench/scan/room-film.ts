import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { h264 } from './ffmpeg';

type Vector = [number, number, number];

/** An upright box: a pillar from outside, the room from inside. y is up. */
interface Box {
  low: Vector;
  high: Vector;
}

export interface RoomFilm {
  looking: keyof typeof walks;
  /** Speckled surfaces, or plain grey ones that only their edges tell apart. */
  speckled: boolean;
}

const [width, height, fps, frames] = [360, 640, 12, 108];
/** Half of the vertical field of view of a phone held upright, 62 degrees. */
const halfView = Math.tan((31 * Math.PI) / 180);
/** Speckles in a metre. */
const grain = 28;

const room: Box = { low: [-4, 0, -4], high: [4, 3, 4] };
const middle: Box = { low: [-0.25, 0.8, -0.25], high: [0.25, 1.5, 0.25] };
/** Near and far in turn, so that the room has depth wherever one looks. */
const pillars: Box[] = Array.from({ length: 18 }, (_, index) => {
  const [angle, reach] = [(index * Math.PI) / 9, 2.4 + 0.6 * (index % 3)];
  const [x, z] = [reach * Math.sin(angle), reach * Math.cos(angle)];
  return { low: [x - 0.15, 0, z - 0.15], high: [x + 0.15, 1.1 + 0.5 * (index % 4), z + 0.15] };
});

/** On a circle: how far round, its radius in metres, whether the camera looks out (1) or in (-1), and at what. */
const walks = {
  /** The walls. A point is soon out of the picture: slowly enough for cameras, and wide enough for parallax. */
  out: { turns: 0.65, reach: 1.5, sign: 1, boxes: pillars },
  /** The pillar in the middle. */
  in: { turns: 1, reach: 1.6, sign: -1, boxes: [middle] },
} as const;

/** Writes a rendered film (rays and boxes, no light) that no real scene of the set shows. */
export async function writeRoomFilm(output: string, film: RoomFilm): Promise<void> {
  const size = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${width}x${height}`, '-r', String(fps)];
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-y', ...size, '-i', '-', ...h264(18), output], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const ended = once(ffmpeg, 'exit');
  for (let frame = 0; frame < frames; frame++)
    if (!ffmpeg.stdin.write(render(film, frame))) await once(ffmpeg.stdin, 'drain');
  ffmpeg.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}

function render({ looking, speckled }: RoomFilm, frame: number): Buffer {
  const { turns, reach, sign, boxes } = walks[looking];
  const angle = (2 * Math.PI * turns * frame) / frames;
  const out: Vector = [Math.sin(angle), 0, Math.cos(angle)];
  const right: Vector = [Math.cos(angle), 0, -Math.sin(angle)];
  const eye: Vector = [reach * out[0], 1.4, reach * out[2]];
  const pixels = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const across = (sign * (x - width / 2) * halfView) / (height / 2);
      const up = ((height / 2 - y) * halfView) / (height / 2);
      const ray: Vector = [sign * out[0] + across * right[0], up, sign * out[2] + across * right[2]];
      pixels[y * width + x] = shade(eye, ray, boxes, speckled);
    }
  return pixels;
}

function shade(eye: Vector, ray: Vector, boxes: readonly Box[], speckled: boolean): number {
  let hit = meet(eye, ray, room, 'far');
  for (const box of boxes) {
    const near = meet(eye, ray, box, 'near');
    if (near && near.at < (hit?.at ?? Infinity)) hit = near;
  }
  if (!hit) return 0;
  const { at, axis } = hit;
  const face = 110 + 30 * axis + (ray[axis] > 0 ? 12 : 0);
  if (!speckled) return face;
  const point = eye.map((value, index) => value + at * (ray[index] ?? 0)) as Vector;
  return face - 60 + 120 * speckle(point, axis);
}

/** Where a ray enters a box (`near`), or leaves the one that it starts in (`far`), and through which of its faces. */
function meet(eye: Vector, ray: Vector, box: Box, which: 'near' | 'far') {
  let [enter, leave, enterAxis, leaveAxis] = [-Infinity, Infinity, 0, 0];
  for (const axis of [0, 1, 2] as const) {
    const one = (box.low[axis] - eye[axis]) / ray[axis];
    const other = (box.high[axis] - eye[axis]) / ray[axis];
    if (Math.min(one, other) > enter) [enter, enterAxis] = [Math.min(one, other), axis];
    if (Math.max(one, other) < leave) [leave, leaveAxis] = [Math.max(one, other), axis];
  }
  if (enter > leave || leave < 0) return null;
  const axis = (which === 'near' ? enterAxis : leaveAxis) as 0 | 1 | 2;
  const at = which === 'near' ? enter : leave;
  return at > 0 ? { at, axis } : null;
}

/** Smooth noise on a face, 0 to 1: the same point has the same grey from everywhere. */
function speckle(point: Vector, axis: 0 | 1 | 2): number {
  const [u, v] = point.filter((_, index) => index !== axis).map((value) => value * grain) as [number, number];
  const [column, row] = [Math.floor(u), Math.floor(v)];
  const [right, down] = [smooth(u - column), smooth(v - row)];
  const corner = (dx: number, dy: number) => hash(column + dx, row + dy, axis);
  const top = corner(0, 0) * (1 - right) + corner(1, 0) * right;
  const bottom = corner(0, 1) * (1 - right) + corner(1, 1) * right;
  return top * (1 - down) + bottom * down;
}

const smooth = (share: number) => share * share * (3 - 2 * share);

function hash(x: number, y: number, z: number): number {
  let value = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(z, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
}
