import { useThree } from '@react-three/fiber';
import { useEffect, useState } from 'react';
import { Mesh, type Object3D, Texture, type WebGLRenderer } from 'three';

/** Sends everything to the graphics card, so that the first frame with this model takes no longer than any other. */
async function prepare(gl: WebGLRenderer, model: Object3D, compile: () => Promise<unknown>): Promise<void> {
  await compile();
  model.traverse((node) => {
    if (!(node instanceof Mesh)) return;
    for (const material of [node.material].flat())
      for (const value of Object.values(material)) if (value instanceof Texture) gl.initTexture(value);
  });
}

/**
 * The thing itself. A finer model is made ready beside the one that is seen, then takes its place between two frames:
 * neither is ever half there. The models stay the caller's.
 */
export function Subject({ model, onShown }: { model: Object3D; onShown(model: Object3D): void }) {
  const { gl, camera, scene, invalidate } = useThree();
  const [seen, setSeen] = useState(model);
  useEffect(() => {
    let left = false;
    const show = () => {
      if (!left) setSeen(model);
    };
    // Whatever goes wrong with preparing, drawing will do it again.
    void prepare(gl, model, () => gl.compileAsync(model, camera, scene)).then(show, show);
    return () => {
      left = true;
    };
  }, [gl, camera, scene, model]);
  useEffect(() => {
    invalidate();
    onShown(seen);
  }, [seen, invalidate, onShown]);
  return <primitive object={seen} dispose={null} />;
}
