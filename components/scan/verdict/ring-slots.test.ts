import { expect, test } from 'vitest';
import { directionOf, directionsWithin, heightOf } from './directions';
import { ringSlots, slotCount } from './ring-slots';

const frame = (azimuthDegrees: number, { weak = false, solved = true } = {}) => ({
  file: 'frames/000.webp',
  url: `/${azimuthDegrees}`,
  azimuthDegrees,
  elevationDegrees: 20,
  solved,
  weak,
});

test('every frame has its place round the item, and a gap stays one', () => {
  const slots = ringSlots([frame(0), frame(-90), frame(180), frame(359)]);
  expect(slots).toHaveLength(slotCount);
  expect(slots.filter((slot) => slot.frame).map((slot) => slot.azimuthDegrees)).toEqual([0, 180, 270]);
});

test('a place shows its best frame: a sharp one before a weak one, then the one nearest to its middle', () => {
  const [front] = ringSlots([frame(0, { weak: true }), frame(6), frame(-3)]);
  expect(front?.frame?.url).toBe('/-3');
  expect(ringSlots([frame(0, { weak: true })])[0]?.frame?.weak).toBe(true);
});

test('a frame whose camera was not found is nowhere', () => {
  expect(ringSlots([frame(0, { solved: false })]).every((slot) => slot.frame === null)).toBe(true);
});

test('directions and heights have words, whatever the number', () => {
  expect([0, 90, 180, 270, -45, 720, 22, 23].map(directionOf)).toEqual([
    'front',
    'right',
    'back',
    'left',
    'frontLeft',
    'front',
    'front',
    'frontRight',
  ]);
  expect([-30, 0, 20, 45, 90].map(heightOf)).toEqual(['below', 'level', 'above', 'high', 'top']);
});

test('a gap is said by the directions that lie in it, also across the front', () => {
  expect(directionsWithin({ fromDegrees: 110, toDegrees: 265 })).toEqual(['backRight', 'back', 'backLeft']);
  expect(directionsWithin({ fromDegrees: 339, toDegrees: 21 })).toEqual(['front']);
  expect(directionsWithin({ fromDegrees: 290, toDegrees: 50 })).toEqual(['frontLeft', 'front', 'frontRight']);
  expect(directionsWithin({ fromDegrees: 95, toDegrees: 130 })).toEqual(['backRight']);
});
