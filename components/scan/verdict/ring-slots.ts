import { wrapDegrees } from '@/lib/scans/policy';
import type { ScanReportDto } from '@/lib/scans/schema';

type Frame = ScanReportDto['frames'][number];

/** As many as a thumb's width apart on a phone. */
export const slotCount = 24;
const slotDegrees = 360 / slotCount;

export interface RingSlot {
  azimuthDegrees: number;
  /** The best frame from there; null where nobody filmed. */
  frame: Frame | null;
}

/** The nearer to the middle of its slot, the better, among those that are not weak before those that are. */
function better(a: Frame, b: Frame, azimuthDegrees: number): Frame {
  if (a.weak !== b.weak) return a.weak ? b : a;
  const apart = ({ azimuthDegrees: own }: Frame) => {
    const turned = wrapDegrees(own - azimuthDegrees);
    return Math.min(turned, 360 - turned);
  };
  return apart(b) < apart(a) ? b : a;
}

/** Frames sorted into places round the item, the front first. Frames whose camera was not found have no place. */
export function ringSlots(frames: readonly Frame[]): RingSlot[] {
  const slots = Array.from(
    { length: slotCount },
    (_, index): RingSlot => ({ azimuthDegrees: index * slotDegrees, frame: null }),
  );
  for (const frame of frames) {
    if (!frame.solved) continue;
    const slot = slots[Math.round(wrapDegrees(frame.azimuthDegrees) / slotDegrees) % slotCount];
    if (slot) slot.frame = slot.frame ? better(slot.frame, frame, slot.azimuthDegrees) : frame;
  }
  return slots;
}
