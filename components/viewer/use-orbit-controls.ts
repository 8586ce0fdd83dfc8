import { useThree } from '@react-three/fiber';
import { type RefObject, useEffect, useRef } from 'react';
import { TOUCH, type Vector3 } from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { polarLimits, zoomLimits } from './pose';
import { prefersCalm } from './rig';

interface Options {
  middle: Vector3;
  /** The distance from which the whole item is seen. */
  fitting: number;
  freeTouch: boolean;
  /** A hand has taken hold of the model. */
  onStart(): void;
}

/** three's own controls, taught to leave the page its scrolling. Keys are not theirs: see model-stage. */
export function useOrbitControls({
  middle,
  fitting,
  freeTouch,
  onStart,
}: Options): RefObject<OrbitControls | null> {
  const camera = useThree((state) => state.camera);
  const canvas = useThree((state) => state.gl.domElement);
  const invalidate = useThree((state) => state.invalidate);
  const controls = useRef<OrbitControls | null>(null);

  useEffect(() => {
    const made = new OrbitControls(camera, canvas);
    made.target.copy(middle);
    made.enablePan = false;
    made.enableDamping = !prefersCalm();
    made.dampingFactor = 0.12;
    made.minPolarAngle = polarLimits.min;
    made.maxPolarAngle = polarLimits.max;
    made.touches = { ONE: TOUCH.ROTATE, TWO: TOUCH.DOLLY_ROTATE };
    const draw = () => invalidate();
    made.addEventListener('start', onStart);
    made.addEventListener('change', draw);
    controls.current = made;
    return () => {
      controls.current = null;
      made.removeEventListener('start', onStart);
      made.removeEventListener('change', draw);
      made.dispose();
    };
  }, [camera, canvas, middle, invalidate, onStart]);

  useEffect(() => {
    if (!controls.current) return;
    // The controls claim every touch; on a page, an upright stroke belongs to the page.
    canvas.style.touchAction = freeTouch ? 'none' : 'pan-y';
    controls.current.minDistance = fitting * zoomLimits.nearest;
    controls.current.maxDistance = fitting * zoomLimits.farthest;
    invalidate();
  }, [canvas, fitting, freeTouch, invalidate]);

  return controls;
}
