'use client';

import { useEffect, useState } from 'react';
import { Box3, Mesh, MeshStandardMaterial, type Object3D, Vector3 } from 'three';
import { loadModel } from '@/components/viewer/load-model';
import { TurningCanvas } from './turning-canvas';

/** Unpainted clay, which reads as unfinished on the light stage and on the dark one. */
const clay = '#c4bfb4';

function useShape(url: string): Object3D | null {
  const [shape, setShape] = useState<Object3D | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    // Like the points, an ornament of the progress.
    loadModel(url, abort.signal).then(
      (model) => setShape(intoClay(model)),
      () => undefined,
    );
    return () => abort.abort();
  }, [url]);
  return shape;
}

/** The file holds positions alone. */
function intoClay(model: Object3D): Object3D {
  model.traverse((node) => {
    if (!(node instanceof Mesh)) return;
    node.geometry.computeVertexNormals();
    node.material = new MeshStandardMaterial({ color: clay, roughness: 0.9 });
  });
  model.position.copy(new Box3().setFromObject(model).getCenter(new Vector3()).negate());
  return model;
}

/** The thing's shape before it has its colours. */
export default function RoughModel({ url, label }: { url: string; label: string }) {
  const shape = useShape(url);
  return (
    <div
      role="img"
      aria-label={label}
      className="size-full"
      data-testid="rough-model"
      data-ready={shape !== null}
    >
      {shape && (
        <TurningCanvas>
          <hemisphereLight intensity={1.6} groundColor="#8d887f" />
          <directionalLight intensity={1.8} position={[1, 2, 2]} />
          <primitive object={shape} dispose={null} />
        </TurningCanvas>
      )}
    </div>
  );
}
