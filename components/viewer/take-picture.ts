/** Enough for a card in a chat. */
const longestPx = 960;

/**
 * What a canvas shows, on the colour that lies behind it. To be called right after it was drawn: WebGL forgets its
 * picture when the browser has shown it. Null where the browser does not give it.
 */
export async function takePicture(canvas: HTMLCanvasElement): Promise<File | null> {
  const scale = Math.min(1, longestPx / Math.max(canvas.width, canvas.height));
  const copy = document.createElement('canvas');
  copy.width = Math.max(1, Math.round(canvas.width * scale));
  copy.height = Math.max(1, Math.round(canvas.height * scale));
  const context = copy.getContext('2d');
  if (!context) return null;
  context.fillStyle = backgroundOf(canvas);
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0, copy.width, copy.height);
  const blob = await new Promise<Blob | null>((resolve) => copy.toBlob(resolve, 'image/jpeg', 0.85));
  return blob && new File([blob], 'spot.jpg', { type: 'image/jpeg' });
}

function backgroundOf(element: Element): string {
  for (let one: Element | null = element; one; one = one.parentElement) {
    const { backgroundColor } = getComputedStyle(one);
    if (backgroundColor !== 'rgba(0, 0, 0, 0)' && backgroundColor !== 'transparent') return backgroundColor;
  }
  return 'white';
}
