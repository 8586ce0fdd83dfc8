import { expect, test } from 'vitest';
import { SpeedMeter } from './speed';

test('the speed is that of the last seconds, and nothing is said before there is enough', () => {
  const meter = new SpeedMeter();
  for (let second = 0; second <= 1; second++) meter.push(second * 1000, second * 1e6);
  expect(meter.bytesPerSecond()).toBeNull();
  for (let second = 2; second <= 10; second++) meter.push(second * 1000, second * 1e6);
  expect(meter.bytesPerSecond()).toBe(1e6);
  for (let second = 11; second <= 20; second++) meter.push(second * 1000, 10e6 + (second - 10) * 1e5);
  expect(meter.bytesPerSecond()).toBe(1e5);
});

test('parts that have to be sent again do not count as speed', () => {
  const meter = new SpeedMeter();
  meter.push(0, 0);
  meter.push(4000, 40e6);
  meter.push(4500, 8e6);
  expect(meter.bytesPerSecond()).toBeNull();
  meter.push(6500, 10e6);
  expect(meter.bytesPerSecond()).toBe(1e6);
});
