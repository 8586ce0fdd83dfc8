'use client';

import { useFrame, useThree } from '@react-three/fiber';
import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { PerspectiveCamera, Vector3 } from 'three';
import { useGlide } from './glide';
import { type Extent, firstPose, fittingDistance, moved, type Pose, poseOfSide, type Side } from './pose';
import { readPose, writePose } from './rig';
import { useSharpness } from './sharpness';
import { takePicture } from './take-picture';
import { useOrbitControls } from './use-orbit-controls';

/** What buttons and keys can do with the camera. Angles in radians; `zoom` above 1 comes nearer. */
export interface OrbitHandle {
  move(by: { azimuth?: number; polar?: number; zoom?: number }): void;
  lookAt(side: Side): void;
  reset(): void;
  /** Where the camera stands, and what it sees; null where the browser cannot tell. */
  takeSpot(): Promise<Spot | null>;
}

export interface Spot {
  pose: Pose;
  picture: File;
}

interface OrbitProps {
  ref: Ref<OrbitHandle>;
  middle: Vector3;
  extent: Extent;
  freeTouch: boolean;
  /** Where to begin; null for the usual place. */
  start: Pose | null;
  onFirstFrame(): void;
  onTurned(azimuthDegrees: number): void;
}

/** Places the camera, lets it be moved, and draws a frame whenever it has. */
export function Orbit({ ref, middle, extent, freeTouch, start, onFirstFrame, onTurned }: OrbitProps) {
  const { gl, scene } = useThree();
  const camera = useThree((state) => state.camera) as PerspectiveCamera;
  const aspect = useThree((state) => state.size.width / Math.max(1, state.size.height));
  const fitting = fittingDistance(extent, (camera.fov * Math.PI) / 180, aspect);
  const reported = useRef<number | null>(null);
  const glide = useGlide(camera, middle);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new shape of the window must not throw the view back
  useLayoutEffect(() => {
    writePose(camera, middle, start ?? firstPose(fitting));
    camera.near = fitting / 100;
    camera.far = fitting * 10;
    camera.updateProjectionMatrix();
  }, [camera, middle]);

  const controls = useOrbitControls({ middle, fitting, freeTouch, onStart: glide.stop });
  const sharpness = useSharpness();

  useImperativeHandle(
    ref,
    () => ({
      move: (by) => glide.to(moved(glide.goal() ?? readPose(camera, middle), by, fitting)),
      lookAt: (side) => glide.to(poseOfSide(side, fitting)),
      reset: () => glide.to(firstPose(fitting)),
      takeSpot: async () => {
        const pose = readPose(camera, middle);
        gl.render(scene, camera);
        const picture = await takePicture(gl.domElement);
        return picture && { pose, picture };
      },
    }),
    [gl, scene, camera, middle, fitting, glide],
  );

  useFrame(() => {
    const now = performance.now();
    const gliding = glide.step(now);
    const turning = controls.current?.update() ?? false;
    sharpness(now, gliding || turning);
    const azimuth = Math.round((readPose(camera, middle).azimuth * 180) / Math.PI);
    if (reported.current === null) requestAnimationFrame(onFirstFrame);
    if (azimuth !== reported.current) onTurned(azimuth);
    reported.current = azimuth;
  });
  return null;
}
