import { CircleGeometry, Group, type Material, MeshPhysicalMaterial, Shape } from 'three';
import { leather, metal, plastic } from '../materials';
import { box, cut, grain, lathe, mesh, type Point, ring, slab } from '../shapes';
import type { Item } from '../studio';
import { drawTexture } from '../textures';

/** A milled grip: a disc with teeth, standing along z. */
function knurled(radius: number, depth: number, teeth: number) {
  const shape = new Shape();
  for (let index = 0; index <= teeth * 4; index++) {
    const reach = radius - (index % 4 < 2 ? 0 : radius * 0.035);
    const angle = (index / (teeth * 4)) * Math.PI * 2;
    if (index === 0) shape.moveTo(reach, 0);
    else shape.lineTo(reach * Math.cos(angle), reach * Math.sin(angle));
  }
  return cut(shape, depth, 0.0006);
}

/** What is engraved round the front of the lens. */
function engraving(): Material {
  const map = drawTexture(1024, (context) => {
    context.fillStyle = '#111213';
    context.fillRect(0, 0, 1024, 1024);
    context.fillStyle = '#e8e6df';
    context.font = '46px sans-serif';
    context.textAlign = 'center';
    const text = 'HANBIT OPTICAL   50mm   1:1.8   Ø49   No. 204817   ';
    for (const [index, letter] of [...text].entries()) {
      context.save();
      context.translate(512, 512);
      context.rotate((index / text.length) * Math.PI * 2);
      context.fillText(letter, 0, -402);
      context.restore();
    }
  });
  return new MeshPhysicalMaterial({ map, roughness: 0.4 });
}

function lens(black: Material, chrome: Material): Group {
  const group = new Group();
  const turned = (profile: string, material: Material) =>
    group.add(mesh(lathe(profile).rotateX(Math.PI / 2), material));
  turned('33,0 33,6 30.5,7 30.5,11', chrome);
  group.add(mesh(knurled(0.032, 0.007, 40), black, [0, 0, 0.011]));
  turned('30,18 30,22', chrome);
  group.add(mesh(knurled(0.0325, 0.013, 44), black, [0, 0, 0.022]));
  turned('30,35 30,44 28.5,46 26.5,46 25,41', black);
  group.add(mesh(new CircleGeometry(0.026, 64), engraving(), [0, 0, 0.0405]));
  turned('18.8,40.5 18.8,42.5 17.8,42.5 17.2,38', black);
  const glass = new MeshPhysicalMaterial({
    color: '#0b0a16',
    roughness: 0.04,
    clearcoat: 1,
    clearcoatRoughness: 0.02,
  });
  Object.assign(glass, {
    iridescence: 1,
    iridescenceIOR: 1.9,
    iridescenceThicknessRange: [260, 260],
    metalness: 0.55,
  });
  turned('17.6,41.2 14,43.6 9,45.4 4,46.3 0,46.5', glass);
  return group;
}

function prism(): Shape {
  const shape = new Shape();
  shape.moveTo(-0.027, 0);
  shape.lineTo(-0.0165, 0.0175);
  shape.quadraticCurveTo(-0.015, 0.0195, -0.012, 0.0195);
  shape.lineTo(0.012, 0.0195);
  shape.quadraticCurveTo(0.015, 0.0195, 0.0165, 0.0175);
  shape.lineTo(0.027, 0);
  return shape;
}

/** A 35 mm single-lens reflex camera of the seventies. */
function build(): Group {
  const camera = new Group();
  const chrome = metal('#c4c3bf', 0.34);
  const bright = metal('#d6d6d4', 0.18);
  const black = plastic('#161617', 0.42);
  const skin = leather('#0c0c0d', '#242425', 0.55);
  camera.add(mesh(grain(slab(0.141, 0.048, 0.032, 0.0155), 'x', 9), skin, [0, 0.0125, 0]));
  camera.add(mesh(slab(0.1415, 0.0125, 0.0325, 0.016, 0.0015), chrome));
  camera.add(mesh(slab(0.1415, 0.0195, 0.0325, 0.016, 0.002), chrome, [0, 0.0603, 0]));
  camera.add(mesh(cut(prism(), 0.041, 0.002), chrome, [0, 0.0765, -0.0165]));
  camera.add(mesh(cut(prism(), 0.004, 0.001).scale(0.66, 0.5, 1), black, [0, 0.08, 0.0225]));
  camera.add(mesh(box(0.062, 0.058, 0.008, 0.004), chrome, [0, 0.043, 0.0175]));
  const optics = lens(black, bright);
  optics.position.set(0, 0.041, 0.0205);
  camera.add(optics);
  const standing = (radius: number, depth: number, at: Point, material: Material, teeth = 36) => {
    camera.add(mesh(knurled(radius, depth, teeth).rotateX(-Math.PI / 2), material, at));
  };
  standing(0.0125, 0.0085, [-0.05, 0.0795, 0], bright);
  standing(0.0085, 0.002, [-0.05, 0.088, 0], chrome, 20);
  standing(0.0115, 0.0075, [0.037, 0.0795, 0.001], black);
  camera.add(mesh(lathe('10.5,0 10.5,4 0,4.5'), bright, [0.06, 0.0795, 0]));
  const lever = mesh(box(0.03, 0.0028, 0.007, 0.0014), bright, [0.063, 0.0825, -0.008]);
  lever.rotation.y = 0.65;
  camera.add(lever);
  camera.add(mesh(lathe('5.5,0 5.5,3 4,4 3.8,6.5 0,7'), bright, [0.05, 0.0795, 0.0095]));
  camera.add(mesh(box(0.018, 0.003, 0.017, 0.001), bright, [0, 0.0975, -0.002]));
  const timer = mesh(box(0.006, 0.024, 0.004, 0.002), bright, [-0.047, 0.046, 0.0185]);
  camera.add(timer, mesh(lathe('6,0 6,4 0,4.8').rotateX(Math.PI / 2), bright, [-0.047, 0.058, 0.016]));
  for (const side of [-1, 1]) {
    const lug = mesh(ring(0.0048, 0.0008), bright, [side * 0.0745, 0.066, 0.004]);
    lug.rotation.y = 0.5;
    camera.add(lug);
  }
  camera.rotation.y = -0.42;
  return camera;
}

export const camera: Item = {
  build,
  radius: 0.105,
  ground: 'table',
  groundTones: ['#4b2e1a', '#875a35'],
  wallTones: ['#cfc6b8', '#e4ddd1'],
  wallAt: 0.26,
  shots: [
    { eye: [0.02, 0.17, 0.42], target: [0, 0.044, 0.01], fovDegrees: 33 },
    { eye: [-0.27, 0.15, 0.31], target: [0, 0.044, 0.01], fovDegrees: 33 },
    { eye: [0.16, 0.38, 0.22], target: [0, 0.05, 0.005], fovDegrees: 33 },
  ],
};
