import { expect, test } from 'vitest';
import { turnViews } from './turn-views';

const azimuths = (from: number, to: number) =>
  Array.from({ length: (to - from) / 10 + 1 }, (_, index) => (from + 10 * index + 360) % 360);
const rounded = (views: ReturnType<typeof turnViews>) =>
  views.map(({ azimuth }) => ((Math.round(azimuth) % 360) + 360) % 360);

test('what was filmed all round is turned all round', () => {
  expect(rounded(turnViews({ azimuth: 30, elevation: 8 }, azimuths(0, 350)))).toEqual([
    ...[30, 75, 120, 165, 210, 255, 300, 345],
  ]);
});

test('a gap of a third of the round is passed over', () => {
  expect(rounded(turnViews({ azimuth: 0, elevation: 8 }, azimuths(0, 240)))[1]).toBe(45);
});

test('what was filmed from one side is swung to and fro there, beginning with the view of the poster', () => {
  const views = turnViews({ azimuth: 10, elevation: 20 }, azimuths(-50, 70));
  expect(rounded(views)).toEqual([10, 52, 70, 52, 10, 328, 310, 328]);
  expect(views.every(({ elevation }) => elevation === 20)).toBe(true);
  const fromTheEdge = rounded(turnViews({ azimuth: 70, elevation: 8 }, azimuths(-50, 70)));
  expect(fromTheEdge).toEqual([70, 52, 10, 328, 310, 328, 10, 52]);
});

test('a poster from where nothing was filmed does not drag the others there', () => {
  expect(rounded(turnViews({ azimuth: 180, elevation: 8 }, azimuths(-30, 30)))[4]).toBe(30);
});

test('a single camera is looked from; none at all is a full turn', () => {
  expect(rounded(turnViews({ azimuth: 5, elevation: 8 }, [40]))).toEqual(Array(8).fill(40));
  expect(rounded(turnViews({ azimuth: 5, elevation: 8 }, []))[4]).toBe(185);
});
