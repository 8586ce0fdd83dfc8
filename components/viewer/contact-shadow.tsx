'use client';

import { useEffect, useMemo } from 'react';
import { DataTexture, LinearFilter, RGBAFormat } from 'three';

const size = 64;

/** A black disc that fades to nothing at its edge. */
function softDisc(): DataTexture {
  const data = new Uint8Array(size * size * 4);
  for (let index = 0; index < size * size; index += 1) {
    const x = ((index % size) + 0.5) / (size / 2) - 1;
    const y = (Math.floor(index / size) + 0.5) / (size / 2) - 1;
    const falloff = Math.max(0, 1 - Math.hypot(x, y));
    data[index * 4 + 3] = Math.round(255 * falloff * falloff * (3 - 2 * falloff));
  }
  const texture = new DataTexture(data, size, size, RGBAFormat);
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
}

/** Puts the item on the ground. One texture for all items: what it falls on is not really there. */
export function ContactShadow({ position, reach }: { position: [number, number, number]; reach: number }) {
  const texture = useMemo(softDisc, []);
  useEffect(() => () => texture.dispose(), [texture]);
  return (
    <mesh position={position} rotation-x={-Math.PI / 2} renderOrder={-1}>
      <planeGeometry args={[reach * 3, reach * 3]} />
      <meshBasicMaterial map={texture} transparent opacity={0.3} depthWrite={false} toneMapped={false} />
    </mesh>
  );
}
