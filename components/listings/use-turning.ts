import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { dragStartsAtPx, pictureOfDrag, stepMs } from './turn';

const calm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Turns the pictures on a card: once round when the mouse or the keyboard comes to its link, and with the finger that
 * is drawn across it. Where motion is not wanted only the finger turns it. A drag is no click.
 * @param box the place of the pictures, within the card's link
 */
export function useTurning(box: RefObject<HTMLElement | null>, count: number) {
  /** Whether the pictures are wanted: nothing is loaded for a card that nobody touches. */
  const [asked, setAsked] = useState(false);
  const [loaded, setLoaded] = useState(0);
  const [playing, setPlaying] = useState(false);
  /** Null at rest. */
  const [picture, setPicture] = useState<number | null>(null);
  // The first is there already.
  const ready = loaded >= count - 1;

  const play = useEffectEvent(() => {
    if (calm()) return;
    setAsked(true);
    setPlaying(true);
  });
  const rest = useEffectEvent(() => {
    setPlaying(false);
    setPicture(null);
  });
  const drag = useEffectEvent((movedPx: number, widthPx: number) => {
    setAsked(true);
    setPlaying(false);
    setPicture(pictureOfDrag(movedPx, widthPx, count));
  });

  useEffect(() => {
    const link = box.current?.closest('a');
    return link ? watchLink(link, { play, rest, drag }) : undefined;
  }, [box]);

  useEffect(() => {
    if (!playing || !ready) return;
    let next = 0;
    const timer = setInterval(() => {
      setPicture(next < count ? next : null);
      if (next === count) setPlaying(false);
      next += 1;
    }, stepMs);
    return () => clearInterval(timer);
  }, [playing, ready, count]);

  return { asked, picture: ready ? picture : null, onLoad: () => setLoaded((before) => before + 1) };
}

interface Turns {
  play(): void;
  rest(): void;
  drag(movedPx: number, widthPx: number): void;
}

/** Listens to hand, mouse and keyboard on a link until the returned function is called. */
function watchLink(link: HTMLAnchorElement, { play, rest, drag }: Turns): () => void {
  const done = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(type: K, act: (event: HTMLElementEventMap[K]) => void) =>
    link.addEventListener(type, act, { signal: done.signal });
  let startedAt: number | null = null;
  let dragged = false;

  on('pointerenter', ({ pointerType }) => pointerType === 'mouse' && play());
  on('pointerleave', ({ pointerType }) => pointerType === 'mouse' && rest());
  on('focus', () => link.matches(':focus-visible') && play());
  on('blur', rest);
  on('pointerdown', ({ pointerType, clientX }) => {
    dragged = false;
    startedAt = pointerType === 'mouse' ? null : clientX;
  });
  on('pointermove', ({ clientX, pointerId }) => {
    if (startedAt === null) return;
    const moved = clientX - startedAt;
    if (!dragged && Math.abs(moved) < dragStartsAtPx) return;
    dragged = true;
    link.setPointerCapture(pointerId);
    drag(moved, link.clientWidth);
  });
  const letGo = () => {
    if (startedAt !== null) rest();
    startedAt = null;
  };
  on('pointerup', letGo);
  on('pointercancel', letGo);
  on('click', (event) => {
    if (!dragged) return;
    dragged = false;
    event.preventDefault();
    event.stopPropagation();
  });
  on('dragstart', (event) => startedAt !== null && event.preventDefault());
  return () => done.abort();
}
