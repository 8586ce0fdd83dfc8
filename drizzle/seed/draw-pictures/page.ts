import { items } from './items';
import { photograph, type Size } from './studio';

declare global {
  interface Window {
    /** Returns one PNG data URL per shot. */
    drawItem(name: string, size: Size): string[];
  }
}

window.drawItem = (name, size) => {
  const item = items[name];
  if (!item) throw new Error(`there is no ${name}`);
  return photograph(item, size);
};
