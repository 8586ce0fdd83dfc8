import {
  ACESFilmicToneMapping,
  AdditiveBlending,
  BackSide,
  BasicShadowMap,
  BoxGeometry,
  DirectionalLight,
  FloatType,
  Mesh,
  MeshBasicMaterial,
  MeshPhysicalMaterial,
  MeshStandardMaterial,
  type Object3D,
  PerspectiveCamera,
  PlaneGeometry,
  PMREMGenerator,
  Scene,
  ShaderChunk,
  ShaderMaterial,
  SpotLight,
  type Texture,
  Vector3,
  WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import { FullScreenQuad } from 'three/examples/jsm/postprocessing/Pass.js';
import { halton, randomFrom } from './noise';
import { box, grain, mesh, type Point } from './shapes';
import { drawTexture, paintBoards, paintPlaster, paintWood } from './textures';

export interface Shot {
  eye: Point;
  target: Point;
  fovDegrees?: number;
}

export interface Item {
  /** Standing on y = 0 near the origin. */
  build(): Object3D;
  /** Metres from the origin to the item's farthest point, roughly: the lights are set up to this. */
  radius: number;
  ground: 'table' | 'floor';
  groundTones: [dark: string, light: string];
  wallTones: [dark: string, light: string];
  /** Metres behind the origin. */
  wallAt: number;
  /** Sun through a window's panes, for a patch of light on the wall. */
  sun?: number;
  exposure?: number;
  /** In the order of the listing. */
  shots: Shot[];
}

export interface Size {
  width: number;
  height: number;
  samples: number;
}

// The sky is a few moving lights; what it adds to a highlight would be a row of sparkles, and the mirrored room has
// that light already.
ShaderChunk.lights_fragment_begin = ShaderChunk.lights_fragment_begin
  .replace(
    '#if ( NUM_DIR_LIGHTS > 0 )',
    `vec3 keptSpecular = reflectedLight.directSpecular;
    #ifdef USE_CLEARCOAT
      vec3 keptCoat = clearcoatSpecularDirect;
    #endif
    #if ( NUM_DIR_LIGHTS > 0 )`,
  )
  .replace(
    '#if ( NUM_RECT_AREA_LIGHTS > 0 )',
    `reflectedLight.directSpecular = keptSpecular;
    #ifdef USE_CLEARCOAT
      clearcoatSpecularDirect = keptCoat;
    #endif
    #if ( NUM_RECT_AREA_LIGHTS > 0 )`,
  );

/**
 * Photographs an item's shots, as PNG data URLs. Each is the mean of many renderings, with the lights moved over a window and the sky over the room, the eye
 * moved over a lens. That gives soft shadows, contact shade and depth of field.
 */
export function photograph(item: Item, { width, height, samples }: Size): string[] {
  const renderer = new WebGLRenderer({ preserveDrawingBuffer: true });
  renderer.setSize(width, height);
  renderer.shadowMap.enabled = true;
  // Hard shadows: it is the average over moving lights that softens them.
  renderer.shadowMap.type = BasicShadowMap;
  renderer.toneMapping = ACESFilmicToneMapping;
  renderer.toneMappingExposure = item.exposure ?? 1;
  renderer.autoClear = false;
  const scene = furnish(item, renderer);
  const lights = hangLights(scene, item);
  const frame = new WebGLRenderTarget(width, height, { type: FloatType });
  const sum = new WebGLRenderTarget(width, height, { type: FloatType, depthBuffer: false });
  const add = new FullScreenQuad(copyMaterial(frame.texture, 1 / samples, true));
  const develop = new FullScreenQuad(copyMaterial(sum.texture, 1, false));
  const pictures = item.shots.map((shot) => {
    const camera = new PerspectiveCamera(shot.fovDegrees ?? 32, width / height, item.radius / 50, 50);
    const random = randomFrom(7);
    renderer.setRenderTarget(sum);
    renderer.clear();
    for (let index = 1; index <= samples; index++) {
      lights.move(index);
      aim(camera, shot, index, [random() - 0.5, random() - 0.5], width, height);
      renderer.setRenderTarget(frame);
      renderer.clear();
      renderer.render(scene, camera);
      renderer.setRenderTarget(sum);
      add.render(renderer);
    }
    renderer.setRenderTarget(null);
    develop.render(renderer);
    return renderer.domElement.toDataURL('image/png');
  });
  renderer.dispose();
  renderer.forceContextLoss();
  return pictures;
}

function copyMaterial(source: Texture, factor: number, adding: boolean): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: { source: { value: source }, factor: { value: factor } },
    vertexShader: 'varying vec2 at; void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }',
    fragmentShader: `uniform sampler2D source; uniform float factor; varying vec2 at;
      void main() {
        gl_FragColor = vec4(min(texture2D(source, at).rgb, 12.0) * factor, 1.0);
        #include <tonemapping_fragment>
        #include <colorspace_fragment>
      }`,
    depthTest: false,
    depthWrite: false,
    toneMapped: !adding,
    ...(adding ? { blending: AdditiveBlending, transparent: true } : {}),
  });
}

/** Moves the eye within the lens and within the pixel; what is at the target stays sharp. */
function aim(
  camera: PerspectiveCamera,
  { eye, target }: Shot,
  index: number,
  [shiftX, shiftY]: [number, number],
  width: number,
  height: number,
): void {
  const from = new Vector3(...eye);
  const to = new Vector3(...target);
  const lens = from.distanceTo(to) * 0.009 * Math.sqrt(halton(index, 11));
  const angle = halton(index, 13) * Math.PI * 2;
  camera.position.copy(from);
  camera.lookAt(to);
  camera.translateX(lens * Math.cos(angle));
  camera.translateY(lens * Math.sin(angle));
  camera.lookAt(to);
  camera.setViewOffset(width, height, shiftX, shiftY, width, height);
}

/** The item on its ground before a wall, in the light that the room reflects. */
function furnish(item: Item, renderer: WebGLRenderer): Scene {
  const scene = new Scene();
  const environment = new PMREMGenerator(renderer).fromScene(roomToReflect(item), 0.01).texture;
  const room = [...ground(item), wall(item)];
  // Nothing lies behind the room for it to shade, and it would fill every shadow map.
  for (const part of room) part.castShadow = false;
  scene.add(item.build(), ...room);
  scene.environment = environment;
  scene.environmentIntensity = 0.34;
  scene.traverse((part) => {
    if (!(part instanceof Mesh) || !(part.material instanceof MeshPhysicalMaterial)) return;
    // What mirrors must see the whole room; what scatters would lose its shade to a room that nothing hides.
    if (part.material.metalness < 0.5) return;
    part.material.envMap = environment;
    part.material.envMapIntensity = 1;
  });
  return scene;
}

function ground({ ground: kind, groundTones, wallAt, radius }: Item): Mesh[] {
  const width = Math.max(3, radius * 14);
  const surface = new MeshStandardMaterial({
    ...(kind === 'floor' ? paintBoards(...groundTones) : paintWood(...groundTones)),
    roughness: kind === 'floor' ? 0.4 : 0.46,
    bumpScale: 0.8,
  });
  const board = mesh(grain(box(width, 0.04, width, 0.006), 'x', kind === 'floor' ? 0.9 : 1.6), surface);
  board.position.set(0, -0.02, width / 2 - wallAt);
  if (kind === 'table') return [board];
  const skirting = new MeshStandardMaterial({ color: '#ece8e0', roughness: 0.5 });
  return [board, mesh(box(width, 0.08, 0.014, 0.004), skirting, [0, 0.04, 0.007 - wallAt])];
}

function wall({ wallTones, wallAt, radius }: Item): Mesh {
  const size = Math.max(4, radius * 14);
  const surface = new MeshStandardMaterial({ map: paintPlaster(...wallTones).map, roughness: 0.95 });
  return mesh(new PlaneGeometry(size, size), surface, [0, size / 2 - 0.3, -wallAt]);
}

/** What shiny things mirror: a bright window at the left, a second one far off, white ceiling, brown floor. */
function roomToReflect({ wallTones, groundTones }: Item): Scene {
  const room = new Scene();
  const sides = [wallTones[1], '#d9d4cb', '#f2efe9', groundTones[0], '#b8b2a8', wallTones[1]];
  const walls = sides.map((color, index) => {
    const material = new MeshBasicMaterial({ color, side: BackSide });
    material.color.multiplyScalar(index === 3 ? 0.6 : 0.75);
    return material;
  });
  room.add(new Mesh(new BoxGeometry(8, 5, 8), walls));
  const panes: [Point, Point, number][] = [
    [[0.1, 2.4, 0.95], [-3.9, 0.7, 0.9], 9],
    [[0.1, 2.4, 0.95], [-3.9, 0.7, 2.0], 9],
    [[1.6, 1.8, 0.1], [2.2, 0.6, 3.9], 3.5],
    [[2.2, 0.1, 1.2], [0.5, 2.45, 0.2], 2.2],
  ];
  for (const [size, at, brightness] of panes) {
    const material = new MeshBasicMaterial({ color: '#f4f8ff' });
    material.color.multiplyScalar(brightness);
    const pane = new Mesh(new BoxGeometry(...size), material);
    pane.position.set(...at);
    room.add(pane);
  }
  return room;
}

function hangLights(scene: Scene, { radius, sun = 0 }: Item): { move(index: number): void } {
  const window = spot(scene, radius, '#fff4e6', 0.75, 0.6);
  const sky = skyLight(scene, radius);
  const beam = sun > 0 ? spot(scene, radius, '#ffdfb0', 0.5, 0.1) : null;
  if (beam) beam.map = windowPanes();
  return {
    move(index) {
      const u = halton(index, 2) - 0.5;
      const v = halton(index, 3) - 0.5;
      window.position.set(-4.2, 3.6 + 2.6 * v, 2.6 + 2.8 * u).multiplyScalar(radius);
      window.intensity = 3.5 * window.position.lengthSq();
      const turn = halton(index, 5) * Math.PI * 2;
      const flat = Math.sqrt(halton(index, 7)) * 0.98;
      // The wall hides half of the sky.
      const z = Math.abs(flat * Math.sin(turn)) * 1.6 - flat * 0.45;
      sky.position.set(flat * Math.cos(turn), Math.sqrt(1 - flat * flat) + 0.08, z).setLength(radius * 5);
      if (!beam) return;
      const wobble = 0.08;
      beam.position.set(-4.6 + wobble * halton(index, 17), 3.4 + wobble * halton(index, 19), 4.4);
      beam.position.multiplyScalar(radius * 1.4);
      beam.intensity = sun * beam.position.lengthSq();
    },
  };
}

function spot(scene: Scene, radius: number, color: string, angle: number, penumbra: number): SpotLight {
  const light = new SpotLight(color, 1, 0, angle, penumbra, 2);
  light.target.position.set(0, radius * 0.5, 0);
  light.castShadow = true;
  light.shadow.mapSize.set(2048, 2048);
  light.shadow.camera.near = radius;
  light.shadow.camera.far = radius * 22;
  light.shadow.bias = -0.0004;
  light.shadow.normalBias = radius * 0.003;
  scene.add(light, light.target);
  return light;
}

function skyLight(scene: Scene, radius: number): DirectionalLight {
  const light = new DirectionalLight('#f4f1ea', 1.24);
  light.target.position.set(0, radius * 0.5, 0);
  light.castShadow = true;
  light.shadow.mapSize.set(1024, 1024);
  const reach = radius * 2.6;
  Object.assign(light.shadow.camera, { left: -reach, right: reach, top: reach, bottom: -reach });
  Object.assign(light.shadow.camera, { near: radius * 0.5, far: radius * 14 });
  light.shadow.bias = -0.001;
  light.shadow.normalBias = radius * 0.006;
  scene.add(light, light.target);
  return light;
}

function windowPanes(): Texture {
  return drawTexture(512, (context) => {
    context.fillStyle = '#000';
    context.fillRect(0, 0, 512, 512);
    context.filter = 'blur(5px)';
    context.fillStyle = '#fff';
    for (const [x, y] of [0, 1, 2, 3].map((pane) => [pane % 2, Math.floor(pane / 2)] as const)) {
      context.fillRect(128 + x * 132, 80 + y * 176, 120, 162);
    }
  });
}
