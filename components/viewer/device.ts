let drawable: boolean | undefined;

/** Whether this browser gives a WebGL 2 context. Asked once: each asking makes one. */
export function canDraw(): boolean {
  if (drawable === undefined) {
    const context = document.createElement('canvas').getContext('webgl2');
    drawable = context !== null;
    context?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return drawable;
}

/** Whether the person has asked their device to load little. */
export function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}
