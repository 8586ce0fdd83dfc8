import { type PerspectiveCamera, Spherical, Vector3 } from 'three';
import type { Pose } from './pose';

/** Where the camera stands now, seen from `middle`. */
export function readPose(camera: PerspectiveCamera, middle: Vector3): Pose {
  const spherical = new Spherical().setFromVector3(camera.position.clone().sub(middle));
  return { azimuth: spherical.theta, polar: spherical.phi, distance: spherical.radius };
}

/** Puts the camera there, looking at `middle`. */
export function writePose(camera: PerspectiveCamera, middle: Vector3, pose: Pose): void {
  const offset = new Vector3().setFromSpherical(new Spherical(pose.distance, pose.polar, pose.azimuth));
  camera.position.copy(middle).add(offset);
  camera.lookAt(middle);
}

/** Asked when something is about to move by itself. */
export const prefersCalm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;
