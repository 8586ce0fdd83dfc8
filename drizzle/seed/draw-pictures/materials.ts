import { type ColorRepresentation, MeshPhysicalMaterial, type MeshPhysicalMaterialParameters } from 'three';
import { paintLeather, paintPlaster, paintWeave, paintWood } from './textures';

const physical = (parameters: MeshPhysicalMaterialParameters) => new MeshPhysicalMaterial(parameters);

export const wood = (dark: string, light: string, roughness = 0.5) =>
  physical({
    ...paintWood(dark, light),
    roughness,
    bumpScale: 0.6,
    clearcoat: 0.12,
    clearcoatRoughness: 0.45,
  });

export const fabric = (dark: string, light: string, threads?: number) =>
  physical({
    ...paintWeave(dark, light, threads),
    roughness: 0.95,
    bumpScale: 2,
    sheen: 0.4,
    sheenRoughness: 0.6,
  });

export const leather = (dark: string, light: string, roughness = 0.5) =>
  physical({ ...paintLeather(dark, light), roughness, bumpScale: 2 });

/** Enamel, glaze and lacquer: colour under a clear coat, not quite even. */
export const lacquer = (dark: string, light: string, roughness = 0.45) =>
  physical({
    ...paintPlaster(dark, light),
    roughness,
    bumpScale: 0.12,
    clearcoat: 0.8,
    clearcoatRoughness: 0.12,
  });

export const plastic = (color: ColorRepresentation, roughness = 0.45) => physical({ color, roughness });

export const metal = (color: ColorRepresentation, roughness = 0.25) =>
  physical({ color, roughness, metalness: 1 });

export const rubber = (color: ColorRepresentation = '#1b1b1c') => physical({ color, roughness: 0.85 });

export const steel = '#c9cbcd';
export const brass = '#c8a24e';
