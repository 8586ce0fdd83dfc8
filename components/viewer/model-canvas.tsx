'use client';

import { Canvas } from '@react-three/fiber';
import { type Ref, useState } from 'react';
import { Box3, type Object3D, Vector3 } from 'three';
import { ContactShadow } from './contact-shadow';
import { Orbit, type OrbitHandle } from './orbit';
import type { Extent, Pose } from './pose';
import { Subject } from './subject';

const fovDegrees = 35;

/** The middle of a model and how far it reaches from there. */
function measure(model: Object3D): { middle: Vector3; extent: Extent; bottom: number } {
  const box = new Box3().setFromObject(model);
  const size = box.getSize(new Vector3());
  return {
    middle: box.getCenter(new Vector3()),
    extent: { halfHeight: size.y / 2, reach: Math.hypot(size.x, size.z) / 2 },
    bottom: box.min.y,
  };
}

/**
 * The part of the viewer that needs WebGL, loaded only when there is a model to show. Frames are drawn on demand.
 * The model stays the caller's: it is neither copied nor disposed of here; the renderer is.
 */
export default function ModelCanvas({
  model,
  ref,
  freeTouch,
  start,
  onFirstFrame,
  onShown,
  onTurned,
  onContextLost,
}: {
  /** May be changed for a finer one of the same thing. */
  model: Object3D;
  ref: Ref<OrbitHandle>;
  /** In full screen there is no page to scroll: one finger turns in every direction. */
  freeTouch: boolean;
  /** Where the camera begins; null for the usual place. */
  start: Pose | null;
  onFirstFrame(): void;
  /** Called with a model once it is what is seen. */
  onShown(model: Object3D): void;
  /** Called with the azimuth in whole degrees whenever the camera has moved. */
  onTurned(azimuthDegrees: number): void;
  onContextLost(): void;
}) {
  // Measured once: a finer model of the same thing takes the place of the first one under the same camera.
  const [{ middle, extent, bottom }] = useState(() => measure(model));
  return (
    <Canvas
      frameloop="demand"
      flat
      dpr={[1, 2]}
      camera={{ fov: fovDegrees }}
      gl={{ alpha: true, antialias: true, powerPreference: 'high-performance' }}
      onCreated={({ gl }) => {
        gl.domElement.addEventListener('webglcontextlost', (event) => {
          event.preventDefault();
          // Leaving the page ends the context too; by then nobody is told.
          if (gl.domElement.isConnected) onContextLost();
        });
      }}
    >
      {/* Scans carry their light in their texture and ignore these; models with real materials need them. */}
      <hemisphereLight intensity={2} groundColor="#bdb8ad" />
      <directionalLight intensity={1.5} position={[1, 2, 2]} />
      <Subject model={model} onShown={onShown} />
      <ContactShadow position={[middle.x, bottom, middle.z]} reach={extent.reach} />
      <Orbit
        ref={ref}
        middle={middle}
        extent={extent}
        freeTouch={freeTouch}
        start={start}
        onFirstFrame={onFirstFrame}
        onTurned={onTurned}
      />
    </Canvas>
  );
}
