'use client';

import { useEffect, useState } from 'react';
import { readSparseCloud, type SparseCloud } from './sparse-cloud';
import { TurningCanvas } from './turning-canvas';

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

/** What is known of the thing once some cameras are solved, then all: points that turn. */
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
        <TurningCanvas>
          {/* Always in view, and its bounds would stay those of the first points when more come. */}
          <points frustumCulled={false}>
            <bufferGeometry>
              <bufferAttribute attach="attributes-position" args={[cloud.positions, 3]} />
              <bufferAttribute attach="attributes-color" args={[cloud.colours, 3, true]} />
            </bufferGeometry>
            <pointsMaterial size={0.012} vertexColors sizeAttenuation />
          </points>
        </TurningCanvas>
      )}
    </div>
  );
}
