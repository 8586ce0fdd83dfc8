import { Canvas, useFrame, useThree } from '@react-three/fiber';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Group } from 'three';

const turnSeconds = 14;
const frameMs = 40;

/** Asks for a frame 25 times a second while it can be seen, and never where motion is not wanted. */
function useSlowTurning(): void {
  const invalidate = useThree((state) => state.invalidate);
  useEffect(() => {
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && invalidate(), frameMs);
    return () => clearInterval(timer);
  }, [invalidate]);
}

function Turning({ children }: { children: ReactNode }) {
  const group = useRef<Group>(null);
  useSlowTurning();
  useFrame(() => {
    if (group.current) group.current.rotation.y = (performance.now() / 1000 / turnSeconds) * 2 * Math.PI;
  });
  return <group ref={group}>{children}</group>;
}

/** Something of about the size 1 at the origin that turns slowly: the sign of work in progress, so it may move by itself. */
export function TurningCanvas({ children }: { children: ReactNode }) {
  return (
    <Canvas frameloop="demand" flat dpr={[1, 1.5]} camera={{ fov: 35, near: 0.01, position: [0, 0.5, 1.5] }}>
      <Turning>{children}</Turning>
    </Canvas>
  );
}
