'use client';

import { Canvas, useFrame, useThree } from '@react-three/fiber';
import { useEffect, useRef, useState } from 'react';
import type { Points } from 'three';
import { readSparseCloud, type SparseCloud } from './sparse-cloud';

const turnSeconds = 14;
const frameMs = 40;

function useCloud(url: string): SparseCloud | null {
  const [cloud, setCloud] = useState<SparseCloud | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    fetch(url, { signal: abort.signal })
      .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(response.status)))
      .then((bytes) => setCloud(readSparseCloud(bytes)))
      // The points are an ornament of the progress: without them, the progress still says all there is to say.
      .catch(() => undefined);
    return () => abort.abort();
  }, [url]);
  return cloud;
}

/** Asks for a frame 25 times a second while it can be seen, and never where motion is not wanted. */
function useSlowTurning(): void {
  const invalidate = useThree((state) => state.invalidate);
  useEffect(() => {
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && invalidate(), frameMs);
    return () => clearInterval(timer);
  }, [invalidate]);
}

function Turning({ cloud }: { cloud: SparseCloud }) {
  const points = useRef<Points>(null);
  useSlowTurning();
  useFrame(() => {
    if (points.current) points.current.rotation.y = (performance.now() / 1000 / turnSeconds) * 2 * Math.PI;
  });
  return (
    <points ref={points}>
      <bufferGeometry>
        <bufferAttribute attach="attributes-position" args={[cloud.positions, 3]} />
        <bufferAttribute attach="attributes-color" args={[cloud.colours, 3, true]} />
      </bufferGeometry>
      <pointsMaterial size={0.012} vertexColors sizeAttenuation />
    </points>
  );
}

/** What is known of the thing once the cameras are solved: points that turn. */
export default function SparsePoints({ url, label }: { url: string; label: string }) {
  const cloud = useCloud(url);
  return (
    <div
      role="img"
      aria-label={label}
      className="size-full"
      data-testid="sparse-points"
      data-ready={cloud !== null}
    >
      {cloud && (
        <Canvas
          frameloop="demand"
          flat
          dpr={[1, 1.5]}
          camera={{ fov: 35, near: 0.01, position: [0, 0.5, 1.5] }}
        >
          <Turning cloud={cloud} />
        </Canvas>
      )}
    </div>
  );
}
