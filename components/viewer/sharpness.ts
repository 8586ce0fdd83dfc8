import { useThree } from '@react-three/fiber';
import { useCallback, useRef } from 'react';

const slowFrameMs = 34;
const framesToJudge = 12;
const lowestRatio = 0.75;

/**
 * Gives up pixels where the device cannot keep 30 frames a second while the model moves. Returns a function to be
 * called once a frame. The ratio only goes down: a picture that changes its sharpness back and forth is worse.
 */
export function useSharpness(): (nowMs: number, moving: boolean) => void {
  const setDpr = useThree((state) => state.setDpr);
  const gl = useThree((state) => state.gl);
  const seen = useRef({ lastMs: 0, frames: 0, slow: 0 });
  return useCallback(
    (nowMs, moving) => {
      const frame = seen.current;
      const tookMs = nowMs - frame.lastMs;
      frame.lastMs = nowMs;
      // A pause is not a slow frame.
      if (!moving || tookMs > 500) return;
      frame.frames += 1;
      if (tookMs > slowFrameMs) frame.slow += 1;
      if (frame.frames < framesToJudge) return;
      const ratio = gl.getPixelRatio();
      if (frame.slow > framesToJudge / 2 && ratio > lowestRatio) setDpr(Math.max(lowestRatio, ratio * 0.75));
      frame.frames = 0;
      frame.slow = 0;
    },
    [gl, setDpr],
  );
}
