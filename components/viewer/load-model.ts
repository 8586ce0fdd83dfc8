import { MeshoptDecoder } from 'meshoptimizer/decoder';
import { type Group, Mesh, type Object3D, Texture } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';

/** `network`: worth another try. `broken`: the file itself cannot be shown. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  constructor(
    readonly kind: 'network' | 'broken',
    options?: ErrorOptions,
  ) {
    super(kind, options);
  }
}

/** Byte by byte, so that the person sees how far it is. Throws ModelError, or an AbortError. */
async function download(
  url: string,
  signal: AbortSignal,
  onBytes: (loaded: number) => void,
): Promise<ArrayBuffer> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      chunks.push(part.value);
      loaded += part.value.byteLength;
      onBytes(loaded);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new ModelError('network', { cause: error });
  }
  return new Blob(chunks).arrayBuffer();
}

/**
 * Loads a GLB (meshopt and WebP included; the decoder is part of our own script, nothing comes from elsewhere).
 * Until `signal` says that its page leaves: then it is freed.
 */
export async function loadModel(
  url: string,
  signal: AbortSignal,
  onBytes: (loaded: number) => void = () => undefined,
): Promise<Group> {
  const bytes = await download(url, signal, onBytes);
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  const scene = await loader.parseAsync(bytes, '').then(
    (gltf) => gltf.scene,
    (error: unknown) => {
      throw new ModelError('broken', { cause: error });
    },
  );
  if (signal.aborted) disposeModel(scene);
  signal.throwIfAborted();
  signal.addEventListener('abort', () => disposeModel(scene));
  return scene;
}

function disposeTexture(texture: Texture): void {
  texture.dispose();
  // GLTFLoader decodes into bitmaps, whose memory waits for the collector unless they are closed.
  if (texture.image instanceof ImageBitmap) texture.image.close();
}

/** Frees geometry, materials and textures, on the graphics card and off it. */
function disposeModel(model: Object3D): void {
  model.traverse((node) => {
    if (!(node instanceof Mesh)) return;
    node.geometry.dispose();
    for (const material of [node.material].flat()) {
      for (const value of Object.values(material)) if (value instanceof Texture) disposeTexture(value);
      material.dispose();
    }
  });
}
