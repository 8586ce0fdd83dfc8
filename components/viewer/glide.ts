import { useThree } from '@react-three/fiber';
import { useMemo } from 'react';
import type { PerspectiveCamera, Vector3 } from 'three';
import { between, type Pose } from './pose';
import { prefersCalm, readPose, writePose } from './rig';

const glideMs = 200;

interface Glide {
  to(pose: Pose): void;
  stop(): void;
  /** Where it is going, while it is going. */
  goal(): Pose | null;
  /** Called in every frame; says whether the camera is on its way. */
  step(nowMs: number): boolean;
}

/** Takes the camera to another pose in a fifth of a second, or at once where motion is not wanted. */
export function useGlide(camera: PerspectiveCamera, middle: Vector3): Glide {
  const invalidate = useThree((state) => state.invalidate);
  return useMemo(() => {
    let way: { from: Pose; to: Pose; startMs: number } | null = null;
    return {
      to: (pose) => {
        way = { from: readPose(camera, middle), to: pose, startMs: prefersCalm() ? 0 : performance.now() };
        invalidate();
      },
      stop: () => {
        way = null;
      },
      goal: () => way?.to ?? null,
      step: (nowMs) => {
        if (!way) return false;
        const t = Math.min(1, (nowMs - way.startMs) / glideMs);
        writePose(camera, middle, between(way.from, way.to, 1 - (1 - t) ** 3));
        if (t === 1) way = null;
        invalidate();
        return true;
      },
    };
  }, [camera, middle, invalidate]);
}
