import type { Vector3 } from '@/worker/scan/engine';

export const add = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vector3, factor: number): Vector3 => [a[0] * factor, a[1] * factor, a[2] * factor];
export const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const length = (a: Vector3): number => Math.sqrt(dot(a, a));

/** Throws on the zero vector, which has no direction. */
export function normalise(a: Vector3): Vector3 {
  const size = length(a);
  if (size === 0) throw new Error('a zero vector has no direction');
  return scale(a, 1 / size);
}

/** Degrees between two directions. */
export function angleBetween(a: Vector3, b: Vector3): number {
  const cosine = dot(a, b) / (length(a) * length(b));
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
}
